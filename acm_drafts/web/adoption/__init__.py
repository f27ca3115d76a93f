"""Pages of the adoption of a text, and of its corrigenda."""
