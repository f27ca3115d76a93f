"""My delegation."""
