"""
The tree of refusals: everything the house may decline, each as one sentence and one next step.

A refusal is an exception; an expected outcome (a conflict, a verdict) is a value and does not
live here. The sentences are catalogue keys: the web says them in the reader's language, the
command line in English. This module knows neither HTTP nor the database.
"""

from collections.abc import Mapping


def N_(message: str) -> str:
    """Mark *message* for the catalogues and return it unchanged."""
    return message


def NN_(singular: str, plural: str) -> tuple[str, str]:
    """Mark a sentence for one thing and for several for the catalogues and return both unchanged."""
    return singular, plural


class Refusal(Exception):
    """
    What cannot be done, why, and what to do instead. *facts* fill the placeholders of the sentences.

    *mission_step* stands in the place of *next_step* for who works at the Mission, where that one leads to the Mission.
    """

    sentence = N_("This cannot be done.")
    next_step = ""
    mission_step = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "next_step" in vars(cls) and "mission_step" not in vars(cls):
            cls.mission_step = ""  # that of its ancestor belongs to another next step

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return " ".join(part % self.facts for part in (self.sentence, self.next_step) if part)


# Who may -----------------------------------------------------------------------------------------


class NotPermitted(Refusal):
    sentence = N_("Your office does not allow this.")
    next_step = N_("Ask the Mission, or the head of your delegation if you belong to one.")
    mission_step = N_("Ask an administrator which office it needs.")


class NotFound(Refusal):
    """Also the answer for what exists but may not be seen: both must look the same."""

    sentence = N_("There is nothing at this address.")
    next_step = N_("Go back to the text and follow a link from there.")


class LinkSpent(Refusal):
    sentence = N_("This link has been used or has expired.")
    next_step = N_("Ask an administrator for a new one.")


class WrongCredentials(Refusal):
    sentence = N_("The e-mail address and the password do not belong together.")
    next_step = N_("Try again, or ask an administrator for a new link.")


class WrongCode(WrongCredentials):
    sentence = N_("This code is wrong, or it was used before.")
    next_step = N_("Wait for the next code of your app, or use a recovery code.")


class NoFactor(Refusal):
    sentence = N_("This account has no second factor.")
    next_step = N_("Its owner sets one up under Your account.")


class FactorThere(Refusal):
    sentence = N_("Your account has a second factor already.")
    next_step = N_("Remove it first if your app has changed.")


class FactorRequired(NotPermitted):
    sentence = N_("A second factor is required for your account: it is not removed.")
    next_step = N_("Ask an administrator to reset it if you have a new phone.")


class ReasonForReset(Refusal):
    sentence = N_("A second factor is reset for a reason of at most %(most)s characters.")
    next_step = N_("Say why, for the journal.")


class ReasonForEnding(Refusal):
    sentence = N_("The sessions of a person are ended for a reason of at most %(most)s characters.")
    next_step = N_("Say why, for the journal.")


class NoMailServer(Refusal):
    sentence = N_("No mail server is named: a new address cannot be confirmed.")
    next_step = N_("Ask whoever runs this installation to set up e-mail.")


class AddressTaken(Refusal):
    sentence = N_("An account with this e-mail address exists already.")
    next_step = N_("Give that person a further office instead.")


class AddressOfAnother(AddressTaken):
    next_step = N_("Choose another address.")


class NoOffice(NotPermitted):
    sentence = N_("You hold no office today.")
    next_step = N_(
        "Your account shows what you were given and what it waits for. Ask an administrator to confirm or renew it."
    )


class NoSuchParty(Refusal):
    sentence = N_("There is no delegation or group with the code %(code)s.")
    next_step = N_("Use the three letters of the Member State, as in EGY.")


class WrongOffice(Refusal):
    sentence = N_("This office is not complete: %(what)s.")
    next_step = N_("Correct the role, the delegation or the dates.")


class WhichMeeting(Refusal):
    """There are several meetings and none was named; *meetings* lists them with their numbers."""

    sentence = N_("There are several meetings, and it was not said which one is meant.")
    next_step = N_("Name one of them: %(meetings)s.")


class OfficeHeld(Refusal):
    sentence = N_("This person holds that office already.")
    next_step = N_("End the present term first, or leave it as it is.")


class LastAdministrator(Refusal):
    sentence = N_("This is the last administrator: nobody could invite people any more.")
    next_step = N_("Give the office to somebody else first.")


class WrongAddress(Refusal):
    sentence = N_("This is not an e-mail address.")
    next_step = N_("Write it like name@example.org.")


class WrongName(Refusal):
    sentence = N_("A name has between 1 and %(most)s characters that can be read, on one line.")
    next_step = N_("Write the name as it should stand on the pages.")


# Out of date -------------------------------------------------------------------------------------


class StaleText(Refusal):
    """The page was older than the table: *seen* and *current* hold both wordings where there are two."""

    sentence = N_("The text has changed since you opened this page.")
    next_step = N_("Compare the two wordings below, then send yours again.")

    def __init__(self, *, seen: str = "", current: str = "", **facts: object) -> None:
        super().__init__(**facts)
        self.seen = seen
        self.current = current


class DecidedMeanwhile(StaleText):
    sentence = N_("A colleague decided on this paragraph while you were reading it.")
    next_step = N_("Look at the paragraph as it stands now, then decide again if you still wish to.")


class NotAsSeen(StaleText):
    sentence = N_("What remains to be agreed is not what it was when you opened this page.")
    next_step = N_("Look at what remains now, then agree it if you still wish to.")


class UndoneMeanwhile(StaleText):
    sentence = N_("A part of what was agreed in this act was voided since you opened this page.")
    next_step = N_("Look at what still counts, then undo it if you still wish to.")


class PositionChanged(StaleText):
    sentence = N_("The page showed the position “%(then)s”; a colleague has recorded “%(now)s” since.")
    next_step = N_("Look at it as it stands now, then record yours again if it is still what you wish.")


class PositionReasonChanged(StaleText):
    sentence = N_(
        "A colleague has recorded another reason for this position since you opened the page."
        " Then: %(then)s. Now: %(now)s."
    )
    next_step = N_("Look at it as it stands now, then record yours again if it is still what you wish.")


class AlreadyClosed(Refusal):
    sentence = N_("This round is closed already.")
    next_step = N_("Work on in the draft that came out of it.")


# Not now -----------------------------------------------------------------------------------------


class NotOpenYet(Refusal):
    sentence = N_("The round opens on %(opens)s.")
    next_step = N_("Save your proposal as a draft until then.")


class DeadlinePassed(Refusal):
    sentence = N_("The deadline was %(deadline)s; the server’s clock decides.")
    next_step = N_("Your draft is saved. The Mission can enter a proposal from the floor.")


class RevisedTooSoon(NotOpenYet):
    next_step = N_("What is submitted stands as it is until then; it can be revised when the round opens.")


class RevisedTooLate(DeadlinePassed):
    next_step = N_("What is submitted stands as it is; it can be revised only if the deadline is extended.")


class DeadlineAhead(Refusal):
    sentence = N_("The deadline has not passed yet: delegations may still submit.")
    next_step = N_("Close the round after the deadline.")


class NotAllAgreed(Refusal):
    """A draft of which *count* paragraphs of *all* are not agreed at a level was to be declared agreed."""

    sentence = N_(
        "A draft of this status says that all its paragraphs are agreed at a level. Not agreed: %(count)s of %(all)s."
    )
    next_step = N_("Agree them under Decisions, or declare another status.")


class NotAllConfirmed(Refusal):
    """A draft of which *count* paragraphs of *all* are agreed ad referendum was to be declared final."""

    sentence = N_(
        "In a final draft nothing is agreed ad referendum alone. Agreed ad referendum: %(count)s of %(all)s."
    )
    next_step = N_("Confirm what is agreed ad referendum, or declare the draft agreed ad referendum.")


class NoRound(Refusal):
    sentence = N_("No round is open on this text.")
    next_step = N_("This can be done while a round runs. The Mission opens rounds.")
    mission_step = N_("Open a round on the newest draft first.")


class RoundRunning(Refusal):
    sentence = N_("A round on this text is not closed yet.")
    next_step = N_("Close it before opening the next one.")


class IllegalMove(Refusal):
    sentence = N_("A proposal that is %(state)s cannot be %(move)s.")
    next_step = N_("Look at where the proposal is now.")


class ProposedAlready(IllegalMove):
    """The same words at the same place by the same sponsor; *code* is that of the earlier proposal."""

    sentence = N_("Your delegation proposed exactly this already.")
    next_step = N_("Look at where that proposal is now.")


class NotShown(IllegalMove):
    """It amends, or changes the new paragraph of, a proposal that its author could read once and may not now."""

    sentence = N_("The proposal that this one builds on is not shown in this round.")
    next_step = N_(
        "What you wrote stays as it is. Go on when proposals are shown, withdraw, or propose a change to the text."
    )


class NotShownToSponsor(IllegalMove):
    """The Mission enters for a delegation what builds on a proposal that the delegation may not read."""

    sentence = N_("The delegation may not read the proposal that this one builds on.")
    next_step = N_("Enter it as a change to the text, or once the proposals of the round are shown to it.")


class CosponsorsIt(IllegalMove):
    """A co-sponsor takes a position on the proposal that it co-sponsors."""

    sentence = N_("Who co-sponsors a proposal supports it, and has no other position on it.")
    next_step = N_("Leave the sponsors first, then take the position.")


class ParagraphNotInText(Refusal):
    """A position on a paragraph that the text of the round, *symbol*, does not hold any more."""

    sentence = N_("This paragraph does not stand in %(symbol)s, on which positions are taken now.")
    next_step = N_("Take a position on the paragraph that took its place.")


class NotContestable(Refusal):
    sentence = N_("This decision can no longer be contested.")
    next_step = N_("Propose an amendment in the next round.")


# Not this text -----------------------------------------------------------------------------------


class NothingChanges(Refusal):
    sentence = N_("Your proposal changes nothing.")
    next_step = N_("Change the wording, or propose to keep the paragraph as it is.")


class CompromiseAsText(NothingChanges):
    """A compromise that was sent as the form offered it."""

    sentence = N_("The compromise says just what the text says already.")
    next_step = N_(
        "Write the words that are to stand; to leave the paragraph as it is, reject the proposals or defer them."
    )


class NotAdmissible(Refusal):
    sentence = N_("This round does not admit such a proposal: %(rule)s.")
    next_step = N_("Submit it in a later round, or raise it with the Mission.")
    mission_step = N_("Submit it in a later round, or announce one that admits it.")


class WrongShape(Refusal):
    sentence = N_("The proposal is not complete: %(what)s.")
    next_step = N_("Fill in what is missing and send it again.")


class NotPossible(WrongShape):
    """Nothing is missing, but it cannot be so; *what* says why, and what to do instead."""

    sentence = N_("It cannot be saved: %(what)s.")
    next_step = N_("Change it and send it again.")


class NotInItsYear(NotPossible):
    next_step = N_("Correct the date or the year, and send it again.")


class WrongDecision(WrongShape):
    sentence = N_("The decision is not complete: %(what)s.")


class WrongAnswer(WrongShape):
    sentence = N_("The answer is not complete: %(what)s.")


class WrongAgenda(WrongShape):
    """A list of agenda items; *line* is the number of the line, *what* is wrong with it."""

    sentence = N_("Line %(line)s of the list cannot be saved: %(what)s.")
    next_step = N_("Write one item a line, its number and then its title, and send the list again.")


class UnreadableText(Refusal):
    sentence = N_("The text holds a character that cannot be saved (%(character)s at position %(position)s).")
    next_step = N_("Remove it, or paste the text again as plain text.")


class TextTooLong(Refusal):
    sentence = N_("The text is too long (%(length)s characters; at most %(most)s).")
    next_step = N_("Shorten it or divide it.")


class NotOfThisText(Refusal):
    sentence = N_("That paragraph belongs to another text.")
    next_step = N_("Open the paragraph from the text you are working on.")


class InConflict(Refusal):
    """The acceptance would stand against accepted edits; *dispute* says which proposals and which words."""

    sentence = N_("This is in conflict with what was decided already on the same words.")
    next_step = N_("Accept it in part, write a compromise, or void the earlier decision.")

    def __init__(self, *, dispute: object = None, **facts: object) -> None:
        super().__init__(**facts)
        self.dispute = dispute


class NotTogether(InConflict):
    """Those named in one decision stand against each other; nothing was accepted before that could be voided."""

    sentence = N_("These cannot stand together.")
    next_step = N_("Accept one of them alone or in part, or write a compromise.")


class CannotBracket(Refusal):
    sentence = N_("Only new wordings, new paragraphs and deletions can be printed in brackets.")
    next_step = N_("Defer the proposal instead.")


class LooseBracket(Refusal):
    sentence = N_("The paragraph would hold a bracket without its partner.")
    next_step = N_("Tick the other half too, or write a compromise with both brackets or none.")


class BracketsStand(Refusal):
    sentence = N_("The paragraph still holds brackets: it is not agreed.")
    next_step = N_("Lift the brackets first: choose what stands.")


class TextDoesNotFollow(Refusal):
    """Law 1: a draft is the previous draft plus recorded decisions."""

    sentence = N_("The text is not what the decisions make it (paragraph %(paragraph)s).")
    next_step = N_("Nothing was published. Run `flask verify` and call the administrator.")


# Files -------------------------------------------------------------------------------------------


class UnreadableFile(Refusal):
    sentence = N_("This file cannot be read: %(why)s.")
    next_step = N_("Send a .docx or a UTF-8 .txt file.")


class FileTooLong(UnreadableFile):
    next_step = N_("Divide it, for example by chapters, and send each part by itself.")


class SameAgain(Refusal):
    sentence = N_("The same file was imported already, as %(symbol)s.")
    next_step = N_("Open that draft.")


class OtherText(Refusal):
    sentence = N_("This file was made from %(symbol)s, which is another text.")
    next_step = N_("Open that text and bring the file in there.")


class OtherLanguage(Refusal):
    sentence = N_("This file seems to be in another language than the draft (%(language)s).")
    next_step = N_("Send the changes in the language of the draft.")


class HardlyAlike(Refusal):
    """Pairing would call nearly everything dropped and new."""

    sentence = N_("Hardly anything in this file stands in %(symbol)s.")
    next_step = N_("Choose the file that was made from this text.")


class TwoLanguages(Refusal):
    """Two texts to be compared; *language* is that of the draft."""

    sentence = N_("These two texts are in different languages, and words can only be compared within one.")
    next_step = N_("Choose a text in the language of the draft (%(language)s).")


class SomeRefused(Refusal):
    """Several acts in one, of which some cannot be done; *refusals* are those, by the key of each."""

    sentence = N_("Some of what you chose cannot be saved, so nothing was.")
    next_step = N_(
        "What is marked below is no longer ticked: send the rest, or correct it and tick it again."
    )

    def __init__(self, refusals: Mapping[str, Refusal] | None = None, **facts: object) -> None:
        super().__init__(**facts)
        self.refusals = refusals or {}


class SameFile(Refusal):
    sentence = N_("The same file came already, as “%(name)s”.")
    next_step = N_("Look at that one; this one proposes nothing more.")


class TooManyFiles(Refusal):
    sentence = N_("%(count)s files were sent; at most %(most)s are taken at once.")
    next_step = N_("Send the rest when these are entered.")


class Busy(Refusal):
    """Files are read in turn, and this one would have to wait too long for its own."""


class ReadingAlready(Busy):
    sentence = N_("Files that you sent are being read already.")
    next_step = N_("Wait until they are read, then send this one again.")


class ReadersBusy(Busy):
    sentence = N_("Many files are being read at this moment, and yours was not taken.")
    next_step = N_("Send it again in a minute.")


class NoSender(Refusal):
    sentence = N_("Nobody has said yet which delegation this file is from.")
    next_step = N_("Choose the delegation first.")


class EnteredAlready(Refusal):
    sentence = N_("The proposals of this file are entered already, or it is there no more.")
    next_step = N_("Look at the table of files.")


class SymbolTaken(Refusal):
    sentence = N_("The symbol %(symbol)s is taken.")
    next_step = N_("Choose another symbol.")


# Imported texts ------------------------------------------------------------------------------------


class TextWithdrawn(Refusal):
    sentence = N_("The text %(symbol)s was withdrawn.")
    next_step = N_("Choose another one from the list of all texts.")


class TextCorrected(TextWithdrawn):
    """It was withdrawn because another import of the same text took its place; *newest* is the symbol of that."""

    sentence = N_("A colleague corrected this text meanwhile: %(newest)s took the place of %(symbol)s.")
    next_step = N_("Open the corrected text, and correct it there if you still wish to.")


class TextCirculated(Refusal):
    sentence = N_("%(symbol)s is circulated: it can no longer be corrected or withdrawn.")
    next_step = N_("Propose amendments to it, or import another text.")


class RoundWasOpened(TextCirculated):
    sentence = N_("A round was opened on this text: its import can no longer be corrected or withdrawn.")


class NothingCorrected(NothingChanges):
    sentence = N_("Nothing was corrected.")
    next_step = N_("Change a line, the title, the symbol, the status or the language.")


class WithdrawalWithoutReason(WrongShape):
    sentence = N_("A text is withdrawn for a reason of at most %(most)s characters.")
    next_step = N_("Say why it is withdrawn.")


# Backups -----------------------------------------------------------------------------------------


class BackupDamaged(Refusal):
    sentence = N_("This file is no backup, or it is damaged: %(why)s.")
    next_step = N_("Nothing was written. Take another copy of the backup.")


class BackupNewer(Refusal):
    """*schema* is the revision of the database that was backed up."""

    sentence = N_("This backup was made by another version: schema %(schema)s is not known here.")
    next_step = N_("Nothing was written. Install the version that made it, or a newer one.")


class BackupOlder(Refusal):
    sentence = N_("This backup has schema %(schema)s. This version reads %(first)s and later ones.")
    next_step = N_("Nothing was written. Restore it with the last version that knows it; back it up there.")


class UnknownSchema(Refusal):
    """*schema* is the revision that the database is at, "none" before the first migration."""

    sentence = N_("The schema of this database (%(schema)s) is not one that this version knows.")
    next_step = N_("Migrate it with flask --app wsgi db upgrade, or install the version that it belongs to.")


class BackupNameTaken(Refusal):
    sentence = N_("%(name)s is there already.")
    next_step = N_("Choose another name, or say --replace.")


class BackupRunning(Refusal):
    sentence = N_("Another backup is being written to this place.")
    next_step = N_("Wait until it is done, or choose another name.")


class DatabaseNotEmpty(Refusal):
    """*what* names what stands in it."""

    sentence = N_("The database is not empty: %(what)s.")
    next_step = N_("Nothing was written. Restore into a new database: DATABASE_URL names it.")


class NotRestored(Refusal):
    sentence = N_("What was written is not what the backup holds: %(what)s.")
    next_step = N_("Nothing was restored: the database is as empty as before.")


class FoundWrong(NotRestored):
    """`verify` names in the restored database what it did not name in the one that was backed up."""

    sentence = N_("verify names what it did not name when the backup was made: %(what)s.")
    next_step = N_("Nothing was restored. To restore it all the same, say --keep-findings.")
