"""The command line: each command parses, calls one workflow, and shows its result."""
