"""What follows the referral of Stage 4: steps, their entries and their letters."""
