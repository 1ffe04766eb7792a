"""The policy files say what the domain says, and refer only to what exists."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from regie.policy import policy_folder
from regie.policy.breaks import BreakItem, MarkerItem, breaks_file, markers_of
from regie.policy.cycle import CYCLE, phase, step
from regie.policy.denominators import DENOMINATORS, denominator
from regie.policy.fields import SAFETY_FIELDS, field, field_of, theme
from regie.policy.indicators import BBV, PERCEIVED
from regie.policy.offences import (
    NUISANCE_TYPES,
    OFFENCE_TYPES,
    TypeItem,
    hidden_codes,
    type_of,
    types_of,
)
from regie.policy.roles import AUDIENCES, COUNCIL, ROLES, role
from regie.policy.theme_sources import sources_of, theme_sources_file

pytestmark = pytest.mark.pure

MINE = (
    "audiences",
    "council_roles",
    "cycle_steps",
    "definition_breaks",
    "denominators",
    "indicators",
    "nuisance_types",
    "offence_types",
    "roles",
    "safety_fields",
    "theme_sources",
)
HIDDEN = {"1.4.1", "3.2.1", "3.2.2", "3.7.3"}
BODIES = {"executive", "management", "police", "prosecutor", "resident"}


def items_of(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every item of a file, nested ones too, with a label."""
    raw = tomllib.loads((policy_folder() / f"{name}.toml").read_text(encoding="utf-8"))
    yield from _items(raw, name)


def _items(node: dict[str, Any], label: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in node.items():
        if isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    here = f"{label} {key} {item.get('code')}"
                    yield here, item
                    yield from _items(item, here)


MOMENTS: list[BreakItem | MarkerItem] = [*breaks_file().breaks, *breaks_file().markers]


def all_types() -> tuple[TypeItem, ...]:
    return OFFENCE_TYPES() + NUISANCE_TYPES()


def theme_codes() -> list[str]:
    return [item.code for one in SAFETY_FIELDS() for item in one.themes]


def test_the_numbers_the_domain_knows() -> None:
    counts = (
        len(SAFETY_FIELDS()),
        len(OFFENCE_TYPES()),
        len(NUISANCE_TYPES()),
        len(BBV()),
        len(ROLES()),
        len(CYCLE().phases),
        len(COUNCIL().roles),
    )
    assert counts == (5, 59, 9, 5, 9, 6, 3)


@pytest.mark.parametrize("name", MINE)
def test_every_item_has_a_source_and_english_beside_the_dutch(name: str) -> None:
    for label, item in items_of(name):
        assert item.get("source", "").strip(), label
        translated = {key.removesuffix("_en") for key in item if key.endswith("_en")}
        assert translated, label
        for key in translated:
            assert item[key].strip(), f"{label}: {key}"
            assert item[f"{key}_en"].strip(), f"{label}: {key}_en"
        assert "name" not in item or "name" in translated, label


@pytest.mark.parametrize("name", MINE)
def test_dutch_sentences_are_short(name: str) -> None:
    """B1: at most 20 words in a sentence. A list after a colon reads as separate parts."""
    for label, item in items_of(name):
        for key in ("definition", "summary", "note", "deviation", "reason", "does", "in_hand"):
            for sentence in re.split(r"(?<=[.?!:])\s", item.get(key, "")):
                assert len(sentence.split()) <= 20, f"{label}: {key}: {sentence}"


def test_codes_are_unique() -> None:
    groups = (
        [item.code for item in SAFETY_FIELDS()],
        theme_codes(),
        [item.code for item in OFFENCE_TYPES()],
        [item.code for item in NUISANCE_TYPES()],
        [item.code for item in BBV()] + [item.code for item in PERCEIVED()],
        [item.code for item in DENOMINATORS()],
        [item.code for item in CYCLE().phases],
        [item.code for item in CYCLE().steps],
        [item.code for item in ROLES()],
        [item.code for item in AUDIENCES()],
        [item.code for item in COUNCIL().moments],
        [item.code for item in MOMENTS],
    )
    for codes in groups:
        assert not [code for code, often in Counter(codes).items() if often > 1]


def test_slugs_are_unique_across_all_indicators_and_across_fields_and_themes() -> None:
    indicators = [item.slug for item in all_types()]
    indicators += [item.slug for item in BBV()] + [item.slug for item in PERCEIVED()]
    assert len(indicators) == len(set(indicators)) == 59 + 9 + 5 + len(PERCEIVED())
    places = [one.slug for one in SAFETY_FIELDS()]
    places += [item.slug for one in SAFETY_FIELDS() for item in one.themes]
    assert len(places) == len(set(places))


def test_the_five_fields_keep_their_place_in_the_schema() -> None:
    places = {item.code: (item.x, item.y, item.slug) for item in SAFETY_FIELDS()}
    assert places == {
        "living_environment": (350, 14, "woon-en-leefomgeving"),
        "business": (365, 174, "bedrijvigheid"),
        "youth": (765, 70, "jeugd"),
        "physical": (687, 174, "fysieke-veiligheid"),
        "integrity": (612, 11, "integriteit"),
    }
    assert [item.position for item in SAFETY_FIELDS()] == [1, 2, 3, 4, 5]
    assert field("youth").name == "Jeugd en veiligheid"


def test_every_theme_has_one_home_field() -> None:
    for code in theme_codes():
        homes = [one.code for one in SAFETY_FIELDS() if code in {t.code for t in one.themes}]
        assert homes == [field_of(code).code]
        assert theme(code).code == code
    assert {code for code in theme_codes() if theme(code).flanking} >= {
        "care_and_safety",
        "digitised_crime",
        "information_position",
    }


def test_the_list_of_the_ccv_is_complete() -> None:
    """The founding page omits four of these; CCV's wording has them all."""
    assert field_of("tourism").code == "business"
    assert field_of("road_safety").code == "physical"
    assert field_of("information_security").code == "integrity"
    assert field_of("integrity_of_government").code == "integrity"


@pytest.mark.parametrize("look", [field, field_of, theme, denominator, phase, step, role])
def test_an_unknown_code_is_a_key_error(look: Any) -> None:
    with pytest.raises(KeyError):
        look("nowhere")


def test_an_unknown_type_is_a_key_error() -> None:
    """1.5.1 is a code that public scripts use and the police do not."""
    with pytest.raises(KeyError):
        type_of("offence", "1.5.1")


@pytest.mark.parametrize("item", [pytest.param(item, id=item.slug) for item in all_types()])
def test_a_type_refers_to_a_theme_and_a_denominator_that_exist(item: TypeItem) -> None:
    assert theme(item.theme).code == item.theme
    assert denominator(item.denominator).code == item.denominator
    assert type_of(item.family, item.code) is item
    assert item.total == (item.code == "0.0.0")


@pytest.mark.parametrize("family", ["offence", "nuisance"])
def test_one_total_and_its_parts(family: Any) -> None:
    codes = [item.code for item in types_of(family) if not item.total]
    assert len(codes) == {"offence": 58, "nuisance": 8}[family]
    assert "0.0.0" not in codes
    assert types_of(family)[0].total


def test_offence_codes_have_the_shape_of_the_police() -> None:
    assert all(re.fullmatch(r"\d\.\d\.\d{1,2}", item.code) for item in OFFENCE_TYPES())
    assert type_of("offence", "3.5.2").name == "Onder invloed (weg)"
    assert type_of("offence", "3.1.1").name == "Drugshandel"
    assert type_of("offence", "1.1.1").classes == ("A20", "A30", "B20", "B30")
    without = [item.code for item in OFFENCE_TYPES() if not item.classes]
    assert without == ["0.0.0"]


def test_a_police_class_belongs_to_one_type() -> None:
    """Except F614, which the police list both as payment fraud and as forged bank cards."""
    classes = Counter(one for item in OFFENCE_TYPES() for one in item.classes)
    assert {one for one, often in classes.items() if often > 1} == {"F614"}


def test_exactly_four_types_are_withheld_below_the_municipality() -> None:
    assert hidden_codes("offence") == HIDDEN
    assert hidden_codes("nuisance") == frozenset()


def test_denominators_per_methods_page() -> None:
    assert type_of("offence", "1.1.1").denominator == "dwellings"
    assert type_of("offence", "1.2.1").denominator == "cars"
    assert type_of("offence", "2.5.1").denominator == "establishments"
    assert type_of("offence", "2.5.2").denominator == "shops"
    assert type_of("offence", "1.4.5").denominator == "inhabitants"
    assert DENOMINATORS()[0].code == "inhabitants"


def test_stems_are_found_per_family_and_per_table() -> None:
    people = denominator("inhabitants")
    assert people.stem("kwb") == "AantalInwoners"
    assert people.stem("population", "70072ned") == "TotaleBevolking"
    odd = people.model_copy(update={"stems": {"population": "A", "03759ned": "B"}})
    assert (odd.stem("population", "03759ned"), odd.stem("population")) == ("B", "A")
    assert people.stem("offence") is None
    assert denominator("youths_12_17").stem("kwb") is None


def test_stems_carry_no_position_number() -> None:
    stems = [stem for item in DENOMINATORS() for stem in item.stems.values()]
    stems += [item.stem for item in PERCEIVED()]
    assert not [stem for stem in stems if re.search(r"_\d+$", stem)]


def test_other_sources_belong_to_themes_that_exist() -> None:
    assert {item.theme for item in theme_sources_file().sources} <= set(theme_codes())
    assert sources_of("social_quality")


def test_breaks_name_types_that_exist() -> None:
    known = {
        "offence": {item.code for item in OFFENCE_TYPES()},
        "nuisance": {item.code for item in NUISANCE_TYPES()},
        "vm": {item.stem for item in PERCEIVED()},
    }
    for item in MOMENTS:
        assert set(item.types) == {"all"} or set(item.types) <= known[item.family], item.code


def test_the_breaks_of_the_police_tables() -> None:
    at = {item.code: [one.at for one in item.breaks] for item in OFFENCE_TYPES() if item.breaks}
    assert at == {
        "1.4.1": ["2024MM07"],
        "1.6.3": ["2016MM01"],
        "2.4.2": ["2018MM07"],
        "2.7.2": ["2018MM07"],
        "3.1.1": ["2018MM07"],
        "3.1.3": ["2018MM07"],
        "3.6.4": ["2018MM07"],
        "3.7.3": ["2018MM07"],
        "3.9.1": ["2015MM05", "2017MM04", "2019MM04"],
        "3.9.3": ["2015MM05"],
    }
    assert not [item.code for item in NUISANCE_TYPES() if item.breaks]


def test_remarks_at_moments() -> None:
    assert [item.at for item in markers_of("offence", "3.7.1")] == ["2014JJ00", "2020MM03"]
    assert any(item.kind == "recording" for item in type_of("nuisance", "E33").markers)
    assert all(item.markers for item in all_types()), "the pandemic concerns every type"


def test_bbv_indicators_are_sums_of_types_that_are_public_everywhere() -> None:
    codes = {item.code for item in OFFENCE_TYPES()}
    for item in BBV():
        assert theme(item.theme)
        assert denominator(item.denominator)
        assert item.available == (item.types is not None)
        assert set(item.types or ()) | set(item.omitted) <= codes
        assert not set(item.types or ()) & set(item.omitted)
        assert not item.hidden_below_municipality
        assert not item.breaks
    assert [item.code for item in BBV() if not item.available] == ["bbv_halt"]


def test_a_sum_has_the_breaks_and_secrets_of_its_parts() -> None:
    sample = BBV()[2].model_copy(update={"types": ("3.1.1", "3.1.3", "3.9.1", "3.7.3")})
    assert [item.at for item in sample.breaks] == [
        "2015MM05",
        "2017MM04",
        "2018MM07",
        "2019MM04",
    ]
    assert sample.hidden_below_municipality


def test_perceived_indicators_break_in_2021_and_have_a_stem_of_their_own() -> None:
    stems = Counter(item.stem for item in PERCEIVED())
    assert set(stems.values()) == {1}
    for item in PERCEIVED():
        assert theme(item.theme)
        assert [one.at for one in item.breaks] == ["2021JJ00"]


def test_steps_belong_to_phases_and_name_who_acts() -> None:
    known = {item.code for item in ROLES()} | BODIES
    letters = [item.letter for item in CYCLE().phases]
    assert letters == ["A", "B", "C", "D", "E", "F"]
    for item in CYCLE().steps:
        assert phase(item.phase).code == item.phase
        assert set(item.actors) <= known, item.code
        assert item.decides in {"", "mayor", "executive", "council"}
        assert step(item.code) is item
        assert len(item.code) <= 40


def test_the_light_version_has_every_phase_and_fewer_steps() -> None:
    full = sum(len(CYCLE().steps_of(item.code)) for item in CYCLE().phases)
    light = [CYCLE().steps_of(item.code, light=True) for item in CYCLE().phases]
    assert full == len(CYCLE().steps)
    assert all(light)
    assert sum(map(len, light)) < full


def test_council_adopts_the_plan_and_the_executive_the_programme() -> None:
    """Trap 2 of the domain: the implementation plan is never adopted by the council."""
    assert step("adoption").decides == "council"
    assert step("implementation_plan").decides == "executive"


def test_moments_of_the_council_refer_to_steps_and_roles() -> None:
    codes = {item.code for item in COUNCIL().roles}
    for item in COUNCIL().moments:
        assert set(item.roles) <= codes
        assert item.step == "" or step(item.step)


def test_audiences_refer_to_roles_and_every_role_has_one() -> None:
    placed = [code for item in AUDIENCES() for code in item.roles]
    assert sorted(placed) == sorted(item.code for item in ROLES())
    assert role("council_member").name == "Raadslid"
