"""From an Arbor export to what the week's registers ask of the office, by the school's policy."""

__version__ = "0.1.0"
