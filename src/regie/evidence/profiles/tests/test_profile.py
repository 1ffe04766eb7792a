import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.profiles.profile import (
    HOLDS_PERSON,
    LARGEST,
    NO_PROFILE,
    OTHER_VERSION,
    TOO_LARGE,
    WRONG_PART,
    Column,
    Profile,
    TypeLabel,
    contradictions,
    from_json,
)
from regie.evidence.profiles.roles import MANY, ONLY_ONCE, ROLES, Role
from regie.foundation.records.refusals import RefusedError

pytestmark = pytest.mark.pure

BASE = Profile(
    kind="records",
    columns=(
        Column(header="Datum melding", role=Role.DATE, aliases=("datum",)),
        Column(header="PC6", role=Role.POSTCODE),
        Column(header="Soort", role=Role.CATEGORY),
        Column(header="Toelichting", role=Role.FREE_TEXT),
    ),
    types=(TypeLabel(source="Geluid", code="geluid", label="Geluidsoverlast"),),
    not_incident=("Test",),
    partner="Woonvoorbeeld",
)


def test_every_role_has_words() -> None:
    assert set(ROLES) == set(Role)
    assert set(Role) == ONLY_ONCE | MANY
    assert all(view.label and view.explanation and view.group for view in ROLES.values())


def test_a_profile_comes_back_as_it_went() -> None:
    assert from_json(BASE.to_json()) == BASE
    assert from_json(BASE.to_json().encode()) == BASE


@given(st.sampled_from(list(Role)), st.text(alphabet="abc _-", min_size=1, max_size=30))
def test_any_profile_comes_back(role: Role, header: str) -> None:
    profile = Profile(kind="counts", columns=(Column(header=header, role=role),), grain="year")
    assert from_json(profile.to_json()) == profile


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60)))
def test_garbage_is_refused_in_words(text: str | bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        from_json(text)
    assert refused.value.sentence == NO_PROFILE


def changed(**parts: object) -> str:
    return json.dumps({**json.loads(BASE.to_json()), **parts})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[]", NO_PROFILE),
        ("[" * 100_000, NO_PROFILE),
        ("x" * (LARGEST + 1), TOO_LARGE),
        (changed(version=2), OTHER_VERSION),
        (changed(version=None), OTHER_VERSION),
        (changed(kind="poems"), WRONG_PART),
        (changed(secret="x"), WRONG_PART),
        (changed(columns=[{"header": "a", "role": "king"}]), WRONG_PART),
        (changed(small=0), WRONG_PART),
        (changed(types=[{"source": "a", "code": "Ω", "label": "b"}]), WRONG_PART),
        (changed(partner="jan@voorbeeld.nl"), HOLDS_PERSON),
        (changed(not_incident=["bel 06-12345678"]), HOLDS_PERSON),
        (changed(columns=[{"header": "111222333", "role": "ignore"}]), HOLDS_PERSON),
    ],
)
def test_a_wrong_profile_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as refused:
        from_json(text)
    assert refused.value.sentence == sentence
    assert "voorbeeld.nl" not in str(refused.value)
    assert "111222333" not in str(refused.value)


def test_columns_are_found_by_title_and_by_other_spellings() -> None:
    header = ("DATUM", "pc 6", "iets anders", "Soort")
    assert BASE.roles(header) == (Role.DATE, Role.POSTCODE, Role.IGNORE, Role.CATEGORY)
    assert BASE.missing(header) == ()
    assert BASE.missing(("Soort",)) == ("Datum melding", "PC6")
    found = BASE.column_for("datum-melding")
    assert found is not None
    assert found.role is Role.DATE
    assert BASE.column_for("onbekend") is None


def test_a_title_that_occurs_twice_takes_both_columns() -> None:
    profile = Profile(
        kind="records",
        columns=(Column(header="a", role=Role.DATE), Column(header="a", role=Role.STATUS)),
    )
    assert profile.roles(("a", "a", "a")) == (Role.DATE, Role.STATUS, Role.IGNORE)


def test_titles_are_compared_without_the_group_above_them() -> None:
    assert BASE.roles(("Dossier / Datum melding", "Adres / PC6")) == (Role.DATE, Role.POSTCODE)
    grouped = BASE.model_copy(
        update={"columns": (Column(header="Adres / Postcode", role=Role.POSTCODE),)}
    )
    assert grouped.roles(("postcode",)) == (Role.POSTCODE,)
    assert grouped.missing(("postcode",)) == ()


def test_a_role_is_changed_in_a_copy() -> None:
    changed_profile = BASE.with_role("soort", Role.STATUS)
    assert changed_profile.roles(("Soort",)) == (Role.STATUS,)
    assert BASE.roles(("Soort",)) == (Role.CATEGORY,)


def column(role: Role) -> Column:
    return Column(header=role.value, role=role)


@pytest.mark.parametrize(
    ("profile", "part"),
    [
        (Profile(kind="records", columns=(column(Role.POSTCODE),)), "wanneer"),
        (Profile(kind="records", columns=(column(Role.DATE),)), "waar"),
        (Profile(kind="records", columns=(column(Role.DATE), column(Role.X))), "coördinaten"),
        (Profile(kind="counts", columns=(column(Role.PERIOD), column(Role.AREA_CODE))), "aantal"),
        (Profile(kind="survey", columns=(column(Role.PERIOD), column(Role.AREA_CODE))), "uitkomst"),
        (BASE.model_copy(update={"dates": ""}), "dag of de maand"),
        (Profile(kind="records", columns=(column(Role.DATE), column(Role.POINT))), "stelsel"),
        (BASE.model_copy(update={"columns": (*BASE.columns, *BASE.columns[:1])}), "Kies er één"),
    ],
)
def test_what_a_profile_lacks_is_said(profile: Profile, part: str) -> None:
    assert any(part in problem.sentence for problem in profile.problems())


def test_a_good_profile_has_no_problems() -> None:
    assert BASE.problems() == ()
    wide = Profile(
        kind="counts",
        columns=(Column(header="buurt", role=Role.AREA_NAME),
                 Column(header="2025", role=Role.COUNT, period="2025")),
    )  # fmt: skip
    assert wide.problems() == ()


def test_profiles_that_contradict_each_other() -> None:
    other = BASE.with_role("PC6", Role.AREA_CODE).model_copy(
        update={
            "dates": "month-day",
            "types": (TypeLabel(source="geluid", code="muziek", label="Muziek"),),
        }
    )
    found = {item.header: item for item in contradictions(BASE, other)}
    assert set(found) == {"PC6", "Geluid", ""}
    assert all(item.sentence % item.params for item in found.values())
    assert contradictions(BASE, BASE) == ()
    left_out = BASE.model_copy(
        update={"types": (BASE.types[0].model_copy(update={"incident": False}),)}
    )
    assert [item.header for item in contradictions(BASE, left_out)] == ["Geluid"]
