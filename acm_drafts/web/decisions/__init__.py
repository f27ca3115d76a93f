"""Decisions of the Mission."""
