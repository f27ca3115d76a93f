"""The text of a draft."""
