"""Meetings and the texts of each."""
