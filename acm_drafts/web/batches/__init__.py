"""Files of many delegations."""
