"""`lja import --explain`: how a file is understood, and a mapping to start from."""
