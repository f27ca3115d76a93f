"""The template in which documents are set."""
