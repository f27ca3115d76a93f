"""Refusals of requests that no page could have sent, of failures of our own, and while something is out of order."""

from acm_drafts.negotiation.errors import N_, Refusal


class BadRequest(Refusal):
    sentence = N_("This request cannot be understood.")
    next_step = N_("Go back to the text and follow a link from there.")


class FormExpired(Refusal):
    sentence = N_("This form is too old, or it came from another site. Nothing was changed.")
    next_step = N_("Open the page again and send it once more.")


class SealExpired(FormExpired):
    """What a form carries for us was sealed too long ago."""

    sentence = N_("This page was open for too many days. Nothing was changed.")


class WrongMethod(Refusal):
    sentence = N_("This address is not used in that way.")
    next_step = N_("Go back to the text and follow a link from there.")


class TooLarge(Refusal):
    sentence = N_("This is larger than what can be received here.")
    next_step = N_("Send a file of at most %(most)s megabytes.")


class AddressTooLong(Refusal):
    """An address that no page of ours makes; its forms bound what is typed."""

    sentence = N_("This address is too long to be read.")
    next_step = N_("Search for fewer words: at most %(most)s characters are compared.")


class TooManyAttempts(Refusal):
    sentence = N_("There were too many attempts.")
    next_step = N_("Wait a quarter of an hour, then try again.")


class SlowedDown(TooManyAttempts):
    """The same, of signing in: it is said when it may be tried again."""

    next_step = N_(
        "Try again after %(until)s. A browser in which you have signed in before is not slowed by others’ attempts."
    )


class TooManyActs(TooManyAttempts):
    """The same, of a form that a program sends again and again: see act_limits."""

    sentence = N_("You sent this form more often in a minute than is possible here. Nothing was changed.")
    next_step = N_("Wait a minute, then send it again.")
    again_after = 60


class OurFault(Refusal):
    sentence = N_("Something went wrong on our side. Nothing was changed.")
    next_step = N_("Try again in a moment. If it happens again, tell an administrator when it was.")


class FailedAfterwards(Refusal):
    sentence = N_("Something went wrong on our side after this was recorded.")
    next_step = N_("Open the page again: it shows what is recorded. Do not send it a second time.")


class OutOfOrder(Refusal):
    """Something that the house needs does not work at this moment; *again_after*: seconds until it is worth a try."""

    again_after = 60


class DatabaseBusy(OutOfOrder):
    sentence = N_("Many are writing at this moment, and this had to wait too long. Nothing was changed.")
    next_step = N_("Try again in a minute.")


class DatabaseAway(OutOfOrder):
    sentence = N_("The database cannot be reached at this moment. Nothing was changed.")
    next_step = N_("Try again in a minute. If it lasts, tell an administrator.")
    again_after = 30


class PerhapsRecorded(OutOfOrder):
    sentence = N_(
        "The connection to the database broke while this was being recorded. It may be recorded or not."
    )
    next_step = N_("Open the page again in a minute and look whether it is there, before you send it again.")
    again_after = 30


class DiskFull(OutOfOrder):
    sentence = N_("The disk of the server is full. Nothing was changed.")
    next_step = N_("Tell an administrator. What can be read can still be read.")
    again_after = 300


class DatabaseReadOnly(OutOfOrder):
    sentence = N_("Nothing can be recorded at this moment. Nothing was changed.")
    next_step = N_("Tell an administrator. What can be read can still be read.")
    again_after = 300
