"""The library of agreed language: sources, search, and what is nearest to a text."""
