"""Refusals of requests that no page could have sent, and of failures of our own."""

from acm_drafts.negotiation.errors import N_, Refusal


class BadRequest(Refusal):
    sentence = N_("This request cannot be understood.")
    next_step = N_("Go back to the text and follow a link from there.")


class FormExpired(Refusal):
    sentence = N_("This form is too old, or it came from another site. Nothing was changed.")
    next_step = N_("Open the page again and send it once more.")


class WrongMethod(Refusal):
    sentence = N_("This address is not used in that way.")
    next_step = N_("Go back to the text and follow a link from there.")


class TooLarge(Refusal):
    sentence = N_("This is larger than what can be received here.")
    next_step = N_("Send a file of at most %(most)s megabytes.")


class TooManyAttempts(Refusal):
    sentence = N_("There were too many attempts.")
    next_step = N_("Wait a quarter of an hour, then try again.")


class SlowedDown(TooManyAttempts):
    """The same, of signing in: it is said when it may be tried again."""

    next_step = N_(
        "Try again after %(until)s. A browser in which you have signed in before is not slowed by others’ attempts."
    )


class OurFault(Refusal):
    sentence = N_("Something went wrong on our side. Nothing was changed.")
    next_step = N_("Try again in a moment. If it happens again, tell an administrator when it was.")
