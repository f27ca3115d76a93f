"""Invitations from a list."""
