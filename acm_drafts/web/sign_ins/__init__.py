"""Sessions of the signed-in person."""
