"""One search over texts, proposals, decisions, reservations, agreed language and people."""
