"""Whose every word and every change is."""
