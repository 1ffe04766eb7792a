from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.values.kinds import KINDS, Kind, Verdict
from regie.evidence.values.personal import look, refusal, refusals, safe_title, scan
from regie.evidence.values.tests import corpus

pytestmark = pytest.mark.pure


def measured() -> dict[str, Counter[str]]:
    """Per kind of column how many got which verdict."""
    found: dict[str, Counter[str]] = {}
    for sample in corpus.samples():
        finding = look(sample.header, sample.values)
        verdict = finding.verdict.value if finding else "none"
        found.setdefault(sample.kind, Counter())[verdict] += 1
    return found


def test_the_generated_corpus_is_judged_well() -> None:
    right = wrong = missed = alarms = 0
    for sample in corpus.samples():
        finding = look(sample.header, sample.values)
        refused = finding is not None and finding.verdict is Verdict.REFUSE
        if sample.verdict is Verdict.REFUSE:
            missed += not refused
        else:
            alarms += refused
        expected = sample.verdict
        right += (finding.verdict if finding else None) == expected
        wrong += (finding.verdict if finding else None) != expected
    assert missed <= 4, "a column of a few values may pass"
    assert alarms == 0
    assert right / (right + wrong) >= 0.99


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("Naam melder", ["J. de Vries"], Kind.NAME),
        ("naam", ["Jan Jansen", "Els Smit"], Kind.NAME),
        ("BSN", ["123456789"], Kind.CITIZEN),
        ("kolom 3", ["111222333", "123456782"], Kind.CITIZEN),
        ("paspoortnummer", ["NX1234567"], Kind.DOCUMENT),
        ("Verdachte", ["1204", "8831"], Kind.SUSPECT),
        ("skn", ["1204"], Kind.SUSPECT),
        ("reporter_id", ["12", "13"], Kind.PERSON_ID),
        ("klantnummer", ["9912"], Kind.PERSON_ID),
        ("Geslacht", ["m", "v"], Kind.CHARACTERISTIC),
        ("bijlage", ["foto.jpg"], Kind.UPLOAD),
        ("link", ["https://voorbeeld.nl/1", "https://voorbeeld.nl/2"], Kind.UPLOAD),
        ("extra_properties", ['{"a": 1}'], Kind.EXTRA),
        ("velden", ['{"a": 1}', '{"b": 2}'], Kind.EXTRA),
        ("ip", ["10.0.0.1"], Kind.COMPUTER),
        ("kolom", ["10.0.0.1", "10.0.0.2"], Kind.COMPUTER),
        ("Straatnaam", ["Kerkweg"], Kind.ADDRESS),
        ("huisnr", ["12"], Kind.ADDRESS),
        ("geometrie", ["POINT (5.1 52.1)"], Kind.POINT),
        ("bron", ["info@voorbeeld.nl", *["balie"] * 9], Kind.FREE_TEXT),
    ],
)
def test_a_column_is_recognised(header: str, values: list[str], kind: Kind) -> None:
    finding = look(header, values)
    assert finding is not None
    assert finding.kind is kind
    assert finding.verdict is KINDS[kind].verdict
    assert finding.label


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Naam melder", ["", "-", "n.v.t."]),
        ("Melder", ["Bewoner", "Ondernemer", "Anoniem"]),
        ("Slachtoffer", ["ja", "nee"]),
        ("aantal verdachten", ["1", "2"]),
        ("E-mail", ["ja", "per post"]),
        ("Telefoon", ["gebeld", "niet gebeld"]),
        ("zaaknummer", ["0612345678", "0612345679"]),
        ("Ingangsdatum huur", ["01-01-1980", "01-05-1999", "01-01-1960", "1-1-2010", "1-1-2004"]),
        ("Dossiernummer", ["2026-001", "2026-002"]),
        ("omschrijving", ["Geluid", "Afval", "Geluid"]),
        ("parent", ["", "12"]),
        ("code", ["AB-12-34", "AB-13-35"]),
        ("Upload", ["x"]),
    ],
)
def test_a_column_that_says_nothing_of_a_person(header: str, values: list[str]) -> None:
    assert look(header, values) is None


SECRETS = st.sampled_from(["J. de Vries", "111222333", "jan@voorbeeld.nl", "NL91ABNA0417164300"])


@given(st.lists(SECRETS, min_size=1, max_size=20), st.text(max_size=20))
def test_a_finding_never_repeats_a_value(values: list[str], header: str) -> None:
    finding = look(header, values)
    if finding is not None:
        words = finding.sentence % finding.params + repr(finding)
        assert not any(value in words for value in values if value not in header)


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=12))
def test_no_column_breaks_it(header: str, values: list[str]) -> None:
    look(header, values)


def test_a_title_that_is_a_person_is_not_repeated() -> None:
    assert safe_title("J. de Vries", 0) == "A"
    assert safe_title("06-12345678", 27) == "AB"
    assert safe_title("", 1) == "B"
    assert safe_title("  Datum   melding ", 3) == "Datum melding"


def test_the_whole_file_is_looked_through() -> None:
    rng = corpus.Dice(3)
    rows = [(i, (str(i), rng.choice(["Geluid", "Afval"]), "")) for i in range(6_000)]
    rows[5_900] = (5_900, ("5900", "bel jan@voorbeeld.nl", ""))
    (finding,) = scan(("nr", "Soort", "leeg"), rows)
    assert finding.header == "Soort"
    assert finding.verdict is Verdict.STRIP
    assert finding.hits == 1


def test_a_file_with_names_is_refused_with_its_columns() -> None:
    rows = [(i, ("Jan Jansen", "01-02-1960", "Geluid")) for i in range(10)]
    findings = scan(("Naam", "Geboortedatum", "Soort"), rows)
    error = refusal(findings)
    assert [finding.kind for finding in refusals(findings)] == [Kind.NAME, Kind.BIRTH]
    assert "Naam" in str(error)
    assert "Jansen" not in str(error)


def test_citizen_numbers_far_down_the_file_are_found() -> None:
    rows: list[tuple[int, tuple[str, ...]]] = [(i, (f"{i}",)) for i in range(3)]
    rows += [(i, ("111222333",)) for i in range(3, 20_000)]
    (finding,) = scan(("kenmerk",), rows)
    assert finding.kind is Kind.CITIZEN
    assert finding.looked <= 20_000


def test_shorter_rows_are_no_trouble() -> None:
    assert (
        scan(("a", "b"), [(1, ("x",)), (2, ("y", "jan@voorbeeld.nl", "te veel"))])[0].position == 1
    )
