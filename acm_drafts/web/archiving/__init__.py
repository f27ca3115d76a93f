"""The archive of a meeting."""
