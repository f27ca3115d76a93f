"""Positions: taken on a paragraph, and all of them beside one another."""
