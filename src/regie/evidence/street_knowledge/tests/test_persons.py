"""A text about the street says what happens, never who it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.street_knowledge.persons import (
    CONTACT,
    FAMILY,
    HOUSE,
    NAME,
    NICKNAME,
    objections,
    sensitive_words,
)
from regie.evidence.values.marks import FIRST_NAMES

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "objection"),
    [
        ("Bel de melder op 06-12345678.", CONTACT),
        ("Bel 06.12.34.56.78", CONTACT),
        ("Mail naar melder@voorbeeld.example", CONTACT),
        ("De dader is geboren op 1-2-1980.", CONTACT),
        ("Hij post filmpjes als @straatbaas.", CONTACT),
        ("Een auto met kenteken XX-12-34 rijdt rond.", CONTACT),
        ("Betalen op NL91ABNA0417164300.", CONTACT),
        ("Overlast op Kerkstraat 12 elke dag", HOUSE),
        ("Op de Kerkstraat 12a wordt gedeald.", HOUSE),
        ("Bij Burgemeester de Bruinstraat, 15", HOUSE),
        ("Er wordt gedeald op nummer 14.", HOUSE),
        ("Rond 1234 AB is het onrustig.", HOUSE),
        ("Rond 1234ab is het onrustig.", HOUSE),
        ("dhr. Jansen verkoopt drugs", NAME),
        ("Mevrouw de Vries klaagt.", NAME),
        ("De heer Bakker is er altijd bij.", NAME),
        ("J. de Vries rijdt rond.", NAME),
        ("Mohamed en zijn vrienden", NAME),
        ("mohamed en zijn vrienden", NAME),
        ("Mohamed B. is de leider.", NAME),
        ("De familie Jansen zorgt voor overlast.", NAME),
        ("De leider heeft als bijnaam Tyson.", NICKNAME),
    ],
)
def test_what_a_person_is_recognised_by(text: str, objection: str) -> None:
    assert objection in objections(text)


@pytest.mark.parametrize(
    "text",
    [
        "Op het plein achter het winkelcentrum wordt op vrijdagavond gedeald.",
        "Op het Marktplein 3 keer per week ruzie.",
        "Bij de Kerkweg 2 tot 3 avonden per week.",
        "In de Kerkstraat 2024 was het rustig.",
        "Bij Beatrixpark 2e ingang.",
        "Tussen 22.00-02.00 uur, en om 9.30.",
        "Het seizoen 2024-2025 was druk, vooral op 12-05-2026.",
        "In de Anne Frankschool en op het Johan Cruijff Court.",
        "Prinses Beatrixlaan, Sint Jan, P.C. Hooftstraat en Willem Alexanderplein.",
        "School de Regenboog en winkelcentrum de Haven, Noord.",
        "In zone B. hangt een groep bij Café Jan.",
        "B.V. De Haven vraagt om verlichting.",
        "Gezinnen met kinderen durven er niet langs.",
        "Een familie vraagt om hulp; de heer zit daar niet.",
        "Van 1.500 naar 2.300 meldingen.",
        "Wees frank en vrij, joost mag het weten.",
    ],
)
def test_places_times_and_numbers_are_no_persons(text: str) -> None:
    assert objections(text) == ()


@pytest.mark.parametrize(
    ("text", "objection"),
    [
        ("De groep noemt zich de Kadeboys.", NICKNAME),
        ("Een groep bekend als de Kadeboys.", NICKNAME),
        ("Het gaat om één familie.", FAMILY),
        ("Twee broers en hun vrienden.", FAMILY),
        ("Een vader en zoon.", FAMILY),
    ],
)
def test_a_group_has_no_name_and_no_family(text: str, objection: str) -> None:
    assert objections(text, group=True) == (objection,)
    assert objections(text) == ()


@given(st.sampled_from(sorted(FIRST_NAMES)), st.sampled_from(["hangt rond", "en vrienden", ""]))
def test_a_common_first_name_with_a_capital_is_always_seen(name: str, rest: str) -> None:
    assert objections(f"Gisteren was {name.capitalize()} {rest}") == (NAME,)


@given(st.text(max_size=200), st.booleans())
def test_any_text_can_be_judged(text: str, group: bool) -> None:
    found = objections(text, group=group)
    assert set(objections(text)) <= set(found)
    assert not any(text in sentence for sentence in found if len(text) > 12)


def test_words_about_origin_or_religion() -> None:
    terms = {"origin": ("poolse", "oost-europese"), "religion": ("joods",)}
    found = sensitive_words("Een Poolse en Oost-Europese groep bij de Turkse bakker.", terms)
    assert found == {"origin": ("poolse", "oost-europese")}
    assert sensitive_words("Een groep van tien jongeren.", terms) == {}
