"""Which password cannot be chosen, and why; services.credentials looks at it."""

from acm_drafts.negotiation.errors import N_, Refusal


class WeakPassword(Refusal):
    sentence = N_("A password needs at least %(least)s characters and may have at most %(most)s.")
    next_step = N_("Four ordinary words make a good one.")


class GuessablePassword(WeakPassword):
    sentence = N_(
        "This password is easy to guess: it is common, a run of keys, or made of your name or address."
    )


class BreachedPassword(WeakPassword):
    sentence = N_("This password was stolen from another service, and stands in lists that attackers use.")
    next_step = N_(
        "Choose another one, and change it too where you use it. Four ordinary words make a good one."
    )
