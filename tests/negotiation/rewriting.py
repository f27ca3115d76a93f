"""Texts that change as drafts do, for laws: words edited, paragraphs put in, taken out, moved, split and joined."""

from dataclasses import replace

from hypothesis import strategies as st

from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import counted

WORDS = ["we", "welcome", "urge", "the", "report", "2026", "[states]", "رحّب", "الدول", "à", "members", "and"]
KINDS = [LineKind.PARAGRAPH, LineKind.PARAGRAPH, LineKind.PARAGRAPH, LineKind.SUB, LineKind.HEADING]

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)


class Rewriting:
    """A text of numbered lines on its way through a few drafts; *drafts* are all of them, *moves* what was moved."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.next = 1
        self.descents: list[tuple[int, int]] = []
        self.moves: set[int] = set()
        self.lines = [self.fresh() for _ in range(draw(st.integers(0, 5)))]
        self.drafts = [counted(self.lines)]

    def fresh(self) -> Line:
        kind = self.draw(st.sampled_from(KINDS))
        self.next += 1
        return Line(self.next - 1, self.draw(sentences), kind, 1 if kind is LineKind.SUB else 0)

    def place(self) -> int:
        return self.draw(st.integers(0, len(self.lines) - 1))

    def change(self) -> None:
        """Do one thing to the text."""
        acts = [self.insert]
        if self.lines:
            acts += [self.edit, self.delete, self.move, self.split]
        if len(self.lines) > 1:
            acts.append(self.join)
        self.draw(st.sampled_from(acts))()

    def insert(self) -> None:
        self.lines.insert(self.draw(st.integers(0, len(self.lines))), self.fresh())

    def edit(self) -> None:
        at = self.place()
        words = self.lines[at].text.split(" ")
        start = self.draw(st.integers(0, len(words)))
        end = self.draw(st.integers(start, len(words)))
        text = " ".join([*words[:start], self.draw(sentences), *words[end:]])
        self.lines[at] = replace(self.lines[at], text=text)

    def delete(self) -> None:
        del self.lines[self.place()]

    def move(self) -> None:
        line = self.lines.pop(self.place())
        self.moves.add(line.paragraph)
        self.lines.insert(self.draw(st.integers(0, len(self.lines))), line)

    def split(self) -> None:
        at = self.place()
        words = self.lines[at].text.split(" ")
        if len(words) > 1:
            cut = self.draw(st.integers(1, len(words) - 1))
            part = replace(self.lines[at], paragraph=self.next, text=" ".join(words[cut:]))
            self.next += 1
            self.descents.append((part.paragraph, self.lines[at].paragraph))
            self.lines[at : at + 1] = [replace(self.lines[at], text=" ".join(words[:cut])), part]

    def join(self) -> None:
        at = self.draw(st.integers(0, len(self.lines) - 2))
        first, second = self.lines[at : at + 2]
        self.descents.append((first.paragraph, second.paragraph))
        self.lines[at : at + 2] = [replace(first, text=f"{first.text} {second.text}")]

    def publish(self) -> None:
        self.drafts.append(counted(self.lines))


@st.composite
def rewritings(draw, drafts: int = 3) -> Rewriting:
    """A text that went through one to *drafts* drafts, several changes between any two."""
    made = Rewriting(draw)
    for _ in range(draw(st.integers(1, drafts))):
        for _ in range(draw(st.integers(0, 5))):
            made.change()
        made.publish()
    return made
