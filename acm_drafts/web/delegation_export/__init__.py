"""The export of all that a delegation gave at a meeting."""
