"""The translations of a text: entered line by line beside the original, or brought in from a file."""
