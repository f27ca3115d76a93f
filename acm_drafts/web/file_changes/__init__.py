"""Changes that a sent file proposes."""
