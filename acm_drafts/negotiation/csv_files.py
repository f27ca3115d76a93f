"""What is no CSV file, where a list is read from one."""

from acm_drafts.negotiation.errors import N_, Refusal


class NoCsvFile(Refusal):
    """A list is read from a CSV file, and this is none; *what* says what it is."""

    sentence = N_("This is no CSV file: %(what)s.")
    next_step = N_("Save the list as “CSV UTF-8” and send it again; nothing of this file was saved.")


class LetterNotUtf8(NoCsvFile):
    """*line* and *column* say where."""

    sentence = N_("Line %(line)s, column %(column)s of the file: a letter there is not encoded in UTF-8.")
