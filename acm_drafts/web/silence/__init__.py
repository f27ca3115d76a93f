"""Silence procedures: put, broken, changed and concluded."""
