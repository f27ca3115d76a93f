"""Sittings of bodies: convened, held and recorded."""
