"""Reservations: listed, entered, and what their delegations do to them."""
