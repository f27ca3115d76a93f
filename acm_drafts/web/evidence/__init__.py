"""The evidence pack of a text."""
