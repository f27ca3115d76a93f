"""Brackets of a text: who holds which, since when and why, and what would clear most."""
