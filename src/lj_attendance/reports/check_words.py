"""What the checks of a register are called where people read them."""


def check_in_words(check: str) -> str:
    """Such as `invalid UPN` of `invalid_upn`."""
    return check.replace("_", " ").replace("upn", "UPN")
