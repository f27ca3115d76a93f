"""Bodies of a meeting: made by the Mission, with their members and their chairs."""
