"""
What an e-mail says: the notice in one sentence, the page that it leads to, and how to get no more of its kind.

It quotes nothing and names nobody, and says which meeting it is about; where that has several texts, which of them by
its symbol. Only where the house says so (ACM_MAIL_NAMES) does it name the proposal.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from acm_drafts.i18n import date_in_words, ngettext, place_of, speaking
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.messages import MessageKind
from acm_drafts.negotiation.notices import RULES, NoticeKind, path_of, title_of
from acm_drafts.negotiation.terms import Role
from acm_drafts.services.delivery import Item, Letter
from acm_drafts.services.tokens import refusal_token
from acm_drafts.store.database import utcnow
from acm_drafts.text.language import NATIVE_NAMES
from acm_drafts.web.shared.formatting import office_name
from acm_drafts.web.shared.layout import meeting_name

RULE = "-" * 40


class Writer:
    """
    Makes e-mails of letters for one house.

    *base*: the address that people type; *sender*: whom the messages are from; *names*: proposals may be named.
    """

    def __init__(self, *, base: str, sender: str, secret: str, names: bool) -> None:
        self.base, self.sender, self.secret, self.names = base, sender, secret, names

    def write(self, letter: Letter) -> EmailMessage:
        """Return the e-mail; made again, it has the same Message-ID and the same links."""
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = letter.email
        message["Message-ID"] = f"<{letter.uid}@{self.sender.rpartition('@')[2].rstrip('>')}>"
        message["Date"] = format_datetime(utcnow())
        message["Auto-Submitted"] = "auto-generated"
        if letter.kind is MessageKind.INVITATION:
            subject, text = self._invitation(letter)
        elif letter.kind is MessageKind.FACTOR_RESET:
            subject, text = self._factor_reset(letter)
        elif letter.kind is MessageKind.SESSIONS_ENDED:
            subject, text = self._sessions_ended(letter)
        elif letter.kind is MessageKind.HEAD_NAMED:
            subject, text = self._head_named(letter)
        elif letter.kind is MessageKind.NEW_ADDRESS:
            subject, text = self._new_address(letter)
        elif letter.kind is MessageKind.ADDRESS_CHANGED:
            subject, text = self._address_changed(letter)
        else:
            subject, text = self._notices(letter)
            if _is_optional(letter):
                message["List-Unsubscribe"] = f"<{self._refusal(letter)}>"
                message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Subject"] = subject
        message.set_content(text)
        return message

    # Invitations -----------------------------------------------------------------------------------

    def _invitation(self, letter: Letter) -> tuple[str, str]:
        """Return subject and text of an invitation, in the language of its reader, or in all three."""
        spoken = (letter.language,) if letter.language else tuple(NATIVE_NAMES)
        subjects, texts = [], []
        for code in spoken:
            with speaking(code):
                subjects.append(_subject_of_link(letter))
                texts.append("\n".join(self._offer(letter)))
        return " · ".join(subjects), f"\n{RULE}\n\n".join(texts)

    def _offer(self, letter: Letter) -> Iterator[str]:
        invitation = letter.invitation
        assert invitation is not None
        if invitation.role is None:
            yield _("An administrator made a link by which you choose a new password.")
            yield _("If you did not ask for this, tell the Mission at once.")
        else:
            yield _("You are invited as:") + " " + office_name(Role(invitation.role), invitation.party)
            if invitation.meeting is not None:
                yield meeting_name(invitation.meeting)
        yield ""
        yield f"{self.base}/invitation/{letter.token}"
        yield ""
        yield _(
            "The link is for you alone. It opens once, until %(moment)s.",
            moment=_moment(invitation.expires_at, "UTC"),
        )
        yield ""

    # Accounts --------------------------------------------------------------------------------------

    def _factor_reset(self, letter: Letter) -> tuple[str, str]:
        with speaking(letter.language or "en"):
            lines = (
                _(
                    "An administrator has reset the second factor of your account. All your sessions are ended."
                ),
                _("If you did not ask for this, tell the Mission at once."),
                "",
                f"{self.base}/account/second-factor",
                "",
            )
            return _("Your second factor was reset"), "\n".join(lines)

    def _sessions_ended(self, letter: Letter) -> tuple[str, str]:
        with speaking(letter.language or "en"):
            lines = (
                _("An administrator has ended all sessions of your account. You can sign in again."),
                _("If you do not know why, ask the Mission, and change your password."),
                "",
                f"{self.base}/account/security-events",
                "",
            )
            return _("Your sessions were ended"), "\n".join(lines)

    # Permanent missions and addresses --------------------------------------------------------------

    def _head_named(self, letter: Letter) -> tuple[str, str]:
        """Return subject and text to a permanent mission, in all three languages: whom it is, the page says."""
        subjects, texts = [], []
        for code in NATIVE_NAMES:
            with speaking(code):
                subjects.append(_("Your delegation has a head in the negotiation of the Final Communiqué"))
                lines = (
                    _("Somebody took the office:") + " " + office_name(Role.HEAD, letter.party),
                    _("If this is not the person whom you named, tell the Mission at once."),
                    "",
                    self.base,
                    "",
                )
                texts.append("\n".join(lines))
        return " · ".join(subjects), f"\n{RULE}\n\n".join(texts)

    def _new_address(self, letter: Letter) -> tuple[str, str]:
        with speaking(letter.language or "en"):
            lines = (
                _("This address is to become that of your account. Confirm it by the link, within a day:"),
                "",
                f"{self.base}/account/address/{letter.token}",
                "",
                _("If you did not ask for this, do nothing."),
                "",
            )
            return _("Confirm your new e-mail address"), "\n".join(lines)

    def _address_changed(self, letter: Letter) -> tuple[str, str]:
        with speaking(letter.language or "en"):
            lines = (
                _("The e-mail address of your account was changed. This address does not open it any more."),
                _("If you did not ask for this, tell the Mission at once."),
                "",
            )
            return _("The e-mail address of your account was changed"), "\n".join(lines)

    # Notices ---------------------------------------------------------------------------------------

    def _notices(self, letter: Letter) -> tuple[str, str]:
        with speaking(letter.language or "en"):
            if letter.kind is MessageKind.DIGEST:
                subject, lines = _digest_subject(letter), self._digest(letter)
            else:
                item = letter.items[0]
                subject, lines = _(title_of(item.kind, item.act)), self._notice(letter, item)
            return _with_meeting(subject, letter), "\n".join([*lines, *self._foot(letter), ""])

    def _notice(self, letter: Letter, item: Item) -> Iterator[str]:
        rule = RULES[item.kind]
        yield _(rule.titles[item.act]) + "." if item.act in rule.titles else _(rule.says)
        if item.kind in (NoticeKind.ROUND, NoticeKind.MOVED, NoticeKind.DEADLINE) and item.deadline:
            yield _("Deadline: %(moment)s", moment=_moment(item.deadline, letter.zone or item.zone))
        if self.names and item.name:
            named = _("%(proposal)s on paragraph %(paragraph)s", proposal=item.name, paragraph=item.paragraph)
            yield named if item.paragraph else item.name
        yield ""
        yield f"{self.base}{path_of(item.kind, text=item.text, proposal=item.proposal, silence=item.silence)}"

    def _digest(self, letter: Letter) -> Iterator[str]:
        for title, count in Counter(title_of(item.kind, item.act) for item in letter.items).items():
            yield f"{_(title)}: {count}"
        yield ""
        yield f"{self.base}/notices"

    def _foot(self, letter: Letter) -> Iterator[str]:
        yield ""
        yield RULE
        yield _("How you are told: %(address)s", address=f"{self.base}/notices/settings")
        if _is_optional(letter):
            yield _("No more e-mails of this kind: %(address)s", address=self._refusal(letter))

    def _refusal(self, letter: Letter) -> str:
        return f"{self.base}/unsubscribe/{refusal_token(self.secret, letter.uid)}"


def _subject_of_link(letter: Letter) -> str:
    if letter.invitation is not None and letter.invitation.role is None:
        return _("A link for a new password")
    return _("Invitation to the negotiation of the Final Communiqué")


def _with_meeting(subject: str, letter: Letter) -> str:
    """
    Return *subject* with the name of the meeting that all is about, and the symbol of the text where it has several.

    Each is left out where that is none, or more than one.
    """
    meetings = {item.meeting.id: item.meeting for item in letter.items if item.meeting}
    symbols = {item.symbol for item in letter.items}
    names = [meeting_name(meeting) for meeting in meetings.values()] if len(meetings) == 1 else []
    return " · ".join(filter(None, [subject, *names, *(symbols if len(symbols) == 1 else ())]))


def _digest_subject(letter: Letter) -> str:
    return ngettext("%(num)s notice", "%(num)s notices", len(letter.items))


def _is_optional(letter: Letter) -> bool:
    return bool(letter.items) and all(RULES[item.kind].optional for item in letter.items)


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    place = "UTC" if zone == "UTC" else place_of(zone)
    return _(
        "%(day)s, %(clock)s (%(place)s)", day=date_in_words(local.date()), clock=f"{local:%H:%M}", place=place
    )
