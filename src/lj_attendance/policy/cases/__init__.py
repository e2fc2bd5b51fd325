"""What follows the referral of Stage 4 (§15, §18)."""
