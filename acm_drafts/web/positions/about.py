"""
What positions are taken on, as the forms beside it need it: a proposal, or a paragraph as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from acm_drafts.negotiation.terms import Stance
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.text import TextRow
from acm_drafts.text.language import Language
from acm_drafts.web.journal.acts import ON_PARAGRAPH, POSITIONS, ActSentence
from acm_drafts.web.shared.formatting import Named, party_name, proposal_url, short
from acm_drafts.web.shared.sentences import Sentence, Symbol, Words, joined
from acm_drafts.web.shared.sentences import gettext as _
from acm_drafts.web.shared.signing import WORDING, conceal, sequence_of

FIRST = 36
"""So many characters of its first words name a paragraph that has no number."""


@dataclass(frozen=True, slots=True)
class PositionsOn:
    """
    A proposal or a paragraph: its *code*, the *address* under which its acts are, and what it is *called*.

    *words* says, concealed, which words the page shows.
    """

    code: str
    address: str
    called: Sentence
    words: str
    is_paragraph: bool = False
    sentences: Mapping[str, ActSentence] = field(default_factory=lambda: POSITIONS)
    """How the journal says where somebody stands on it."""

    def sentence(self, stance: Stance | None, party: Named) -> Sentence:
        """Return as a sentence where *party* stands on it: "Egypt supports DJI 3"."""
        template = self.sentences[stance or ""].sentence
        return _(template, party=party_name(party), proposal=self.called, paragraph=self.called)


def on_proposal(record: AmendmentRecord, name: str) -> PositionsOn:
    """Return a proposal, under the *name* that the reader may know, as positions are taken on it."""
    code = record.amendment.code
    words = conceal(record.revision.sequence, use=sequence_of(code))
    return PositionsOn(code, proposal_url(code), joined([Symbol(name)]), words)


def on_paragraph(communique: str, row: TextRow, language: Language) -> PositionsOn:
    """Return a line of the text with the code *communique*, in its *language*, as positions are taken on it."""
    first = Words(short(row.text, FIRST), language)
    called = joined([row.reference]) if row.reference else _("“%(words)s”", words=first)
    seen = conceal(row.wording, use=WORDING)
    return PositionsOn(row.code, f"/c/{communique}/p/{row.code}", called, seen, True, ON_PARAGRAPH)
