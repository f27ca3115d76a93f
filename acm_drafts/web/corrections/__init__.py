"""An imported text is corrected or withdrawn."""
