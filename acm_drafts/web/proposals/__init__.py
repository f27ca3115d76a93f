"""All proposals, in pages and by filter."""
