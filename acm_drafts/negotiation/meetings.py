"""What cannot be done to a meeting."""

from acm_drafts.negotiation.errors import N_, Refusal


class MeetingUsed(Refusal):
    sentence = N_(
        "The meeting is not removed: it has a text, a sitting or a speaker, or somebody holds an office at it."
    )
    next_step = N_(
        "End the offices and invitations first. A meeting with a text, a sitting or a speaker stays."
    )
