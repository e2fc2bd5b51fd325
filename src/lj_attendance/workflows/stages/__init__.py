"""Who is due which letter, and who is held back."""
