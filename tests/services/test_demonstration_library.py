"""The library that the demonstration tells."""

from acm_drafts.store.database import db
from acm_drafts.store.library import sources_listed
from acm_drafts.store.pins import pins_in
from tests.factories import mission


def test_the_demonstration_has_sources_in_three_languages_one_withdrawn_and_one_pin(demonstration: object):
    rows = sources_listed(db.session(), mission())

    assert {row.source.language for row in rows} == {"en", "fr", "ar"}
    offered = [(row.source.symbol, row.source.language) for row in rows if not row.withdrawn]
    assert len(offered) == len(set(offered))
    assert [row.source.symbol for row in rows if row.withdrawn] == ["OIC/CFM-51/2025/STI/draft"]
    assert [pin.symbol for pin in pins_in(db.session(), mission(), 1).values()] == ["OIC/ACM-2022/FC"]
