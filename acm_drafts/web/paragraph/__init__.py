"""One paragraph."""
