"""Acts on people, offices and accounts as sentences of the journal."""

from collections.abc import Mapping

from acm_drafts.negotiation.errors import N_
from acm_drafts.web.journal.act_sentence import ActSentence

PEOPLE_ACTS: Mapping[str, ActSentence] = {
    "invite": ActSentence(N_("%(subject)s invited"), "plain"),
    "invite from a list": ActSentence(N_("Invited from a list: %(subject)s"), "plain"),
    "send invitation again": ActSentence(
        N_("Invitation of %(subject)s sent again, with a new link"), "plain"
    ),
    "withdraw invitation": ActSentence(N_("Invitation of %(subject)s withdrawn")),
    "send message again": ActSentence(N_("E-mail to %(subject)s sent again")),
    "take office": ActSentence(N_("%(subject)s took office"), "plain"),
    "appoint": ActSentence(N_("%(subject)s appointed"), "plain"),
    "nominate": ActSentence(N_("%(subject)s is to be appointed; a second person has to confirm it"), "plain"),
    "accept invitation": ActSentence(
        N_("%(subject)s accepted an invitation; a second person has to confirm the appointment"), "plain"
    ),
    "confirm appointment": ActSentence(N_("Appointment of %(subject)s confirmed"), "plain"),
    "decline appointment": ActSentence(N_("Appointment of %(subject)s declined"), "plain"),
    "set address of permanent mission": ActSentence(
        N_("Address of the permanent mission of %(subject)s set"), "plain"
    ),
    "end term of office": ActSentence(N_("Term of %(subject)s ended"), "plain"),
    "transfer the chair": ActSentence(N_("The chair passed to %(subject)s"), "plain"),
    "make a link for a new password": ActSentence(N_("Link for a new password made for %(subject)s")),
    "choose a new password": ActSentence(N_("%(subject)s chose a new password")),
    "ask for new address": ActSentence(N_("%(subject)s asked for a new e-mail address")),
    "change own address": ActSentence(N_("E-mail address changed: %(before)s is %(subject)s now")),
    "change own details": ActSentence(N_("%(subject)s changed the details of their account"), "plain"),
    "change own notices": ActSentence(N_("%(subject)s changed how notices are sent"), "plain"),
    "make calendar address": ActSentence(N_("%(subject)s made a private address for their calendar")),
    "end calendar address": ActSentence(N_("%(subject)s ended the private address of their calendar")),
    "change own password": ActSentence(N_("%(subject)s changed the password")),
    "set up second factor": ActSentence(N_("%(subject)s set up a second factor")),
    "renew recovery codes": ActSentence(N_("%(subject)s renewed the recovery codes")),
    "use recovery code": ActSentence(N_("%(subject)s signed in with a recovery code")),
    "remove own second factor": ActSentence(N_("%(subject)s removed the second factor")),
    "add passkey": ActSentence(N_("%(subject)s added a passkey"), "plain"),
    "remove passkey": ActSentence(N_("%(subject)s removed a passkey")),
    "link identity": ActSentence(
        N_("Account of %(subject)s linked with an identity at the provider of single sign-on")
    ),
    "remove identity": ActSentence(
        N_("%(subject)s removed the link with the identity at the provider of single sign-on")
    ),
    "reset second factor": ActSentence(N_("Second factor of %(subject)s reset"), "plain"),
    "end sessions": ActSentence(N_("All sessions of %(subject)s ended"), "plain"),
    "disable account": ActSentence(N_("Account of %(subject)s suspended")),
    "enable account": ActSentence(N_("Account of %(subject)s reactivated")),
}
