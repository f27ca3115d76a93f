"""Where every word comes from."""
