"""Follow-up: the table of requests, the page of each, and what the program suggests."""
