import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.values import marks

pytestmark = pytest.mark.pure


def bsn(eight: int) -> str | None:
    """A number of nine digits that passes the 11-test, when these eight digits allow one."""
    digits = f"{eight:08d}"
    check = sum(int(d) * w for d, w in zip(digits, range(9, 1, -1), strict=True)) % 11
    return None if check == 10 else f"{digits}{check}"


@given(st.integers(1, 99_999_999))
def test_every_number_that_passes_the_11_test_is_a_citizen_number(eight: int) -> None:
    number = bsn(eight)
    if number is not None:
        assert marks.is_bsn(number)
        assert marks.is_bsn(f"{number[:3]}.{number[3:6]}.{number[6:]}")
        wrong = (int(number[8]) + 1) % 10
        assert not marks.is_bsn(f"{number[:8]}{wrong}")


@pytest.mark.parametrize("text", ["000000000", "12345", "abc", "", "1112223334"])
def test_what_is_no_citizen_number(text: str) -> None:
    assert not marks.is_bsn(text)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("NL91ABNA0417164300", True),
        ("NL91 ABNA 0417 1643 00", True),
        ("NL92ABNA0417164300", False),
        ("BU99010101", False),
        ("AB12 3456", False),
    ],
)
def test_accounts(text: str, there: bool) -> None:
    assert marks.has_iban(text) is there


@pytest.mark.parametrize(
    "text",
    ["06-12345678", "0612345678", "+31 6 12345678", "0031612345678", "(020) 123 45 67",
     "bel 010-1234567 na vijf uur", "06 12 34 56 78"],
)  # fmt: skip
def test_telephone_numbers(text: str) -> None:
    assert marks.has_phone(text)


@pytest.mark.parametrize(
    "text",
    ["01-09-2026", "01-09-2026 10:00", "2026-09-01T10:00:00", "2026-001234", "WV-2026-0001",
     "155000.12", "52.123456", "0000012345", "1-2-2026", "01-09-2026 10:00:00"],
)  # fmt: skip
def test_dates_and_dossiers_are_no_telephone_numbers(text: str) -> None:
    assert not marks.has_phone(text)


@pytest.mark.parametrize(
    "text",
    ["J. de Vries", "Vries, J. de", "Jan Jansen", "A.B. van der Meer", "mevr. Jansen",
     "Dhr. P. Bakker", "Fatima el Amrani", "jan de vries", "De heer K. Smit", "El Amrani, F.",
     "jansen, Piet", "K. BAKKER"],
)  # fmt: skip
def test_names_of_people(text: str) -> None:
    assert marks.is_name(text) or marks.is_name(text.title())


@pytest.mark.parametrize(
    "text",
    ["P.C. Hooftstraat", "Jan Steenstraat", "Marktkwartier", "Oude Haven", "Geluid buren",
     "Winkelcentrum, Noord", "Overlast, geluid", "De Eik", "Wijk 01 Binnenstad", "Anne Frankschool",
     "Willem de Zwijgerlaan", "Burenruzie", "", "A", "x" * 100],
)  # fmt: skip
def test_names_of_things(text: str) -> None:
    assert not marks.is_name(text)


@pytest.mark.parametrize(
    ("text", "there"),
    [("AB-12-CD", True), ("12-ABC-3", True), ("9901AB", False), ("12-10-20", False), ("", False)],
)
def test_number_plates(text: str, there: bool) -> None:
    assert marks.is_plate(text) is there


@pytest.mark.parametrize(
    ("text", "there"),
    [("192.168.0.1", True), ("2001:db8::1", True), ("10.000.000.1", False), ("12:30", False),
     ("1.2.3.4.5", False), ("999.1.1.1", False)],
)  # fmt: skip
def test_addresses_of_computers(text: str, there: bool) -> None:
    assert marks.is_address_of_computer(text) is there


def test_documents_and_single_names() -> None:
    assert marks.is_document("NX1234567")
    assert not marks.is_document("ABCDEFGHI")
    assert marks.is_single_name("de Vries")
    assert not marks.is_single_name("Burenruzie")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("a@b.nl", "email"), ("111222333", "citizen"), ("NL91ABNA0417164300", "account"),
     ("0612345678", "phone"), ("12345678901234", None), ("tekst", None), ("@home", None)],
)  # fmt: skip
def test_contact_in_one_cell(text: str, kind: str | None) -> None:
    assert marks.contact_in(text) == kind


@given(st.text(max_size=80))
def test_nothing_breaks_on_any_text(text: str) -> None:
    marks.is_name(text)
    marks.says_who(text)
    marks.contact_in(text)
    marks.is_address_of_computer(text)
    marks.ends_in_number(text)
