"""The guide by agenda item, and the tags by which it is made."""
