"""A text comes in."""
