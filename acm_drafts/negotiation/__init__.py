"""Floor 2: the rules of the negotiation. No Flask, no database, no clock: facts come in, verdicts go out."""
