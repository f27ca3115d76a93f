"""The silence procedures that the demonstration tells."""

from sqlalchemy.orm import Session

from acm_drafts.negotiation.terms import SilenceOutcome, SilenceState
from acm_drafts.store.silence import find_newest_certificate, get_silence


def test_one_is_broken_on_one_paragraph_after_it_was_extended_and_agrees_the_other(demonstration: Session):
    record = get_silence(demonstration, find_newest_certificate(demonstration) or "")

    assert record.state is SilenceState.CONCLUDED
    assert sorted(record.outcomes.values()) == [SilenceOutcome.AGREED, SilenceOutcome.BROKEN]
    assert [change.kind for change in record.changes] == ["extended"]
    assert [row.party.code for row in record.breaks] == ["GIN"]
    assert [row.party.code for row in record.taken_back] == ["PAK"]
    assert {row.party.code for row in record.readers if row.opened_at} == {"GIN", "MYS", "PAK", "SEN"}
