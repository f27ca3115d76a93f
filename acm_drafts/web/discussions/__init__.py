"""Discussions: begun beside a paragraph or a proposal, answered, resolved, and listed."""
