"""What the address of a search asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from acm_drafts.negotiation.search import SearchKind
from acm_drafts.web.shared.addresses import number_in

LAST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it. *kind* None: all kinds; *text*: the code of the text, "" for all texts."""

    words: str
    kind: SearchKind | None = None
    text: str = ""
    page: int = 1

    @classmethod
    def read(cls) -> "Asked":
        """Return what the address of this request asks for; what cannot be is left out."""
        sent = request.args
        kind = sent.get("kind", "")
        return cls(
            sent.get("q", "").replace("\0", " "),
            SearchKind(kind) if kind in set(SearchKind) else None,
            sent.get("text", ""),
            min(max(number_in(sent.get("page", "")) or 1, 1), LAST_PAGE),
        )

    def within(self, kinds: Collection[SearchKind], texts: Collection[str]) -> "Asked":
        """Return the same for a reader who is offered these *kinds* and *texts*: what is not among them is left out."""
        kind = self.kind if self.kind in kinds else None
        return Asked(self.words, kind, self.text if self.text in texts else "", self.page)

    def url(self, *, kind: SearchKind | None = None, page: int = 1) -> str:
        """Return the address of the same search for one *kind*, None for all."""
        facts = {
            "q": self.words,
            "kind": kind.value if kind else "",
            "text": self.text,
            "page": str(page) if page > 1 else "",
        }
        return "/search?" + urlencode({name: value for name, value in facts.items() if value})
