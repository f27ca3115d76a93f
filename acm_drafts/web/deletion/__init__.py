"""The deletion of an archived meeting."""
