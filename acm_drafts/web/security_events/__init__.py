"""Security events: of all accounts for administrators, and of one's own."""
