"""The agenda of a sitting, exchanged for another one."""

from itertools import permutations

import pytest

from acm_drafts.negotiation.sittings import NoLongerInTheText
from acm_drafts.services import sittings
from tests.factories import mission
from tests.sittings import code_of, convene, make_body, read
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting met.", "The Meeting urged all.", "The Meeting thanked Egypt.", "The Meeting ended.")


def test_every_order_and_every_choice_can_follow_on_every_other():
    table = make_table(*TEXTS)
    sitting = convene(table, make_body(), ["1.", "2.", "3."])
    for labels in (*permutations(("1.", "2.", "3.")), ("4.",), ("3.", "4.", "1."), ("2.", "1.", "4.", "3.")):
        wanted = [code_of(table, label) for label in labels]
        sittings.change_agenda(mission(), sitting.code, wanted)
        assert list(read(sitting).agenda.values()) == wanted


def test_what_is_of_another_text_is_not_put_on_an_agenda():
    table, other = make_table(*TEXTS), make_table("Another text.", symbol="OIC/OTHER")
    sitting = convene(table, make_body())
    before = read(sitting).agenda
    with pytest.raises(NoLongerInTheText):
        sittings.change_agenda(mission(), sitting.code, [code_of(table, "1."), code_of(other, "1.")])
    assert read(sitting).agenda == before
