"""What must not be missed: alerts found, answered, and returned to the local authority."""
