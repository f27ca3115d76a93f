"""What is sent of translations: the words typed for each line of the page, or a file with all lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import TextTooLong, UnreadableText
from acm_drafts.negotiation.wordings import EmptyLineInside, has_empty_line
from acm_drafts.services.revisions import LONGEST_TEXT
from acm_drafts.services.translations import TitleEntry
from acm_drafts.text.language import unfit, with_line_feeds
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.refusals import BadRequest, next_step_of, sentence_of

_TITLE, _TITLE_SEEN = "title", "title-seen"
_TEXT, _SEEN, _KEEP = "translation-", "seen-", "keep-"


class TranslationFileForm(FlaskForm):
    """All lines of a text in another language."""

    file = FileField(_l("A file: .docx or .txt"))
    pasted = TextAreaField(_l("Or the text itself, pasted"))
    seen = HiddenField()


@dataclass(frozen=True, slots=True)
class TypedLine:
    """
    What was sent for a line: its words, the number of the last translation on the page, and whether the earlier
    translation is to be kept as it is. *stands*: the words of the original, and of the translation that it has.
    """

    text: str
    seen: int
    keeps: bool = False
    stands: tuple[str, ...] = ()

    @property
    def wrong(self) -> str:
        """What must be corrected in it, in words; "" for nothing."""
        words = with_line_feeds(self.text)
        if unreadable := unfit(words):
            return sentence_of(UnreadableText(character=unreadable[1], position=unreadable[0] + 1))
        if len(words.strip()) > LONGEST_TEXT:
            return sentence_of(TextTooLong(length=len(words.strip()), most=LONGEST_TEXT))
        if has_empty_line(words.strip(), self.stands):
            return f"{sentence_of(EmptyLineInside())} {next_step_of(EmptyLineInside())}"
        if self.keeps and words.strip():
            return _("Either keep the earlier translation, or enter another one.")
        return ""


def typed_lines() -> Mapping[str, TypedLine]:
    """Return what was sent, by the code of the paragraph. Raises BadRequest for a form that is not ours."""
    sent = request.form
    lines = {}
    for name, text in sent.items():
        if name.startswith(_TEXT):
            code = name.removeprefix(_TEXT)
            seen = number_in(sent.get(_SEEN + code, ""))
            if seen is None:
                raise BadRequest()
            lines[code] = TypedLine(text, seen, keeps=_KEEP + code in sent)
    return lines


def typed_title() -> TitleEntry | None:
    """Return what was sent as the title of the text; None where the form had no field for it."""
    sent = request.form
    return TitleEntry(sent[_TITLE], sent.get(_TITLE_SEEN, "")) if _TITLE in sent else None
