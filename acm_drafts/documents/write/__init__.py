"""Files out: drafts and what belongs to them, as Word files."""
