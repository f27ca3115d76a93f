"""Comparison of drafts."""
