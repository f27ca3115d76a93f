"""Public pages of adopted texts: the Mission publishes them, and everybody reads them without an account."""
