"""Evidence of illness and appointments: asked for, seen, reviewed."""
