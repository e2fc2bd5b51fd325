"""A request for leave of absence judged by §7."""
