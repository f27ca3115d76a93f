"""Calls for inputs: listed, drafted, answered; the answers, their files, themes and compilation."""
