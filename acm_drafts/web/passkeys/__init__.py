"""Passkeys of an account."""
