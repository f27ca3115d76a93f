"""The e-mail address of one's own account."""
