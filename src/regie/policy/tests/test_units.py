"""A unit is told in the reader's language, whoever typed it in which."""

import pytest

from regie.policy import units
from regie.policy.denominators import DENOMINATORS, DenominatorItem
from regie.policy.indicators import PERCEIVED, PerceivedItem

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("item", [*DENOMINATORS(), *PERCEIVED()], ids=lambda item: item.code)
def test_every_unit_of_the_policy_is_told_in_both_languages(
    item: DenominatorItem | PerceivedItem,
) -> None:
    for spelled in (item.unit, item.unit_en, f" {item.unit.upper()} "):
        assert units.told(spelled, "nl") == item.unit
        assert units.told(spelled, "en-gb") == item.unit_en


def test_what_somebody_made_up_stays_as_typed() -> None:
    assert units.told("cafés met een afspraak", "en") == "cafés met een afspraak"
    assert units.told("", "en") == ""
