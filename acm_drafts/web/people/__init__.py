"""People and offices."""
