"""Files in: what a Word or text file says, as values."""
