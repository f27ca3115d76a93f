"""Readers of drafts and their copies, for the Mission."""
