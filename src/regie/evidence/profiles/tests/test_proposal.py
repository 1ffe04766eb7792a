import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.profiles.finishing import complete
from regie.evidence.profiles.labels import no_incident, theme_of, types_of
from regie.evidence.profiles.profile import Column, Profile
from regie.evidence.profiles.proposal import KNOWN, Proposal, propose
from regie.evidence.profiles.roles import ONLY_ONCE, Role
from regie.evidence.profiles.titles import by_title

pytestmark = pytest.mark.pure

KINDS = ("Geluidsoverlast", "Vervuiling", "Burenruzie")


@dataclass(frozen=True)
class Sheet:
    header: Sequence[str]
    sample: Sequence[Sequence[str]]


def roles(proposal: Proposal) -> dict[str, str]:
    return {column.header: column.role.value for column in proposal.columns}


def housing(rows: int = 60) -> Sheet:
    header = ("Dossiernr", "Datum melding", "Soort overlast", "Postcode", "Huisnr", "Status",
              "Complex", "Toelichting")  # fmt: skip
    sample = [
        (
            f"WV-{i:04d}",
            f"{1 + i % 28:02d}-09-2026",
            "Geluidsoverlas" if i == 7 else KINDS[i % 3],
            f"010{1 + i % 3}A{'BCD'[i % 3]}",
            str(i % 40 + 1),
            ("Open", "Gesloten", "Ingetrokken")[i % 3],
            "De Eik",
            f"Bewoners melden dat het {i} avonden achter elkaar onrustig was bij de ingang",
        )
        for i in range(rows)
    ]
    return Sheet(header, sample)


def test_dossiers_of_a_housing_association() -> None:
    proposal = propose(housing(), partner="Woonvoorbeeld")
    assert roles(proposal) == {
        "Dossiernr": "identifier",
        "Datum melding": "date",
        "Soort overlast": "category",
        "Postcode": "postcode",
        "Huisnr": "house_number",
        "Status": "status",
        "Complex": "ignore",
        "Toelichting": "free_text",
    }
    assert proposal.profile.kind == "records"
    assert proposal.profile.partner == "Woonvoorbeeld"
    assert proposal.profile.not_incident == ("Ingetrokken",)
    assert proposal.profile.problems() == ()
    assert {question.code for question in proposal.questions} == {"spelling", "left_out"}
    assert not proposal.refused
    assert all(column.reason % column.params for column in proposal.columns)


def test_values_are_only_shown_when_they_say_nothing_of_anybody() -> None:
    shown = {column.header: column.examples for column in propose(housing()).columns}
    assert shown["Soort overlast"] == ("Geluidsoverlast", "Vervuiling", "Burenruzie")
    assert not any(shown[title] for title in ("Dossiernr", "Postcode", "Huisnr", "Toelichting"))


def test_names_and_birth_dates_are_refused() -> None:
    rows = [("Jan de Vries", f"0{1 + i}-02-19{50 + i}", "Geluid") for i in range(9)]
    proposal = propose(Sheet(("Melder", "Geb.datum", "Soort"), rows))
    assert proposal.refused
    assert [column.examples for column in proposal.columns[:2]] == [(), ()]
    assert "Vries" not in repr(proposal)


def test_an_export_of_signalen() -> None:
    header = [
        "id",
        "signal_uuid",
        "source",
        "text",
        "incident_date_start",
        "created_at",
        "updated_at",
        "upload",
        "extra_properties",
        "category_assignment_id",
        "location_id",
        "reporter_id",
        "status_id",
        "parent",
        "type",
        "main_category",
        "sub_category",
        "status",
        "lat",
        "lng",
    ]
    rows = [
        [str(i), f"0000-{i:04d}", "online", f"Er ligt veel afval bij de bak, nummer {i}",
         f"2026-09-{1 + i % 28:02d}T10:00:00+02:00", "2026-09-30T10:00:00+02:00", "2026-09-30", "",
         '{"a": 1}', str(900 + i), str(800 + i), str(700 + i), str(600 + i), "" if i % 9 else "3",
         ("SIG", "REQ")[i % 2], "afval", KINDS[i % 3], ("gemeld", "geannuleerd")[i % 2],
         f"52.{1000 + i}", f"5.{2000 + i}"]
        for i in range(60)
    ]  # fmt: skip
    proposal = propose(Sheet(header, rows))
    found = roles(proposal)
    wanted = {
        "id": "identifier", "text": "free_text", "incident_date_start": "date",
        "extra_properties": "free_text", "reporter_id": "personal", "parent": "duplicate_of",
        "type": "status", "sub_category": "category", "status": "status", "lat": "latitude",
        "lng": "longitude", "created_at": "ignore", "updated_at": "ignore",
    }  # fmt: skip
    assert {title: found[title] for title in wanted} == wanted
    assert proposal.profile.not_incident == ("REQ", "geannuleerd")


def test_nested_reports_of_msb() -> None:
    header = ("datumMelding", "datumRappel", "afdeling.omschrijving", "id", "status",
              "onderwerp.id", "onderwerp.omschrijving", "locatie.adres.straatNaam", "locatie.x",
              "locatie.y")  # fmt: skip
    rows = [
        (f"2022-09-28T09:{i:02d}:31", "2022-10-13", "Beheer", str(2_407_000 + i), "Nieuw",
         str(i % 3), KINDS[i % 3], "COOLSINGEL", str(92_500 + i), str(437_600 + i))
        for i in range(40)
    ]  # fmt: skip
    found = roles(propose(Sheet(header, rows)))
    assert found["datumMelding"] == "date"
    assert found["onderwerp.omschrijving"] == "category"
    assert (found["locatie.x"], found["locatie.y"]) == ("x", "y")
    assert found["id"] == "identifier"
    assert found["datumRappel"] == found["afdeling.omschrijving"] == "ignore"


def test_days_and_months_that_cannot_be_told_apart_are_asked() -> None:
    rows = [(f"{1 + i % 9:02d}/{1 + i % 8:02d}/2026", "BU99010101") for i in range(30)]
    proposal = propose(Sheet(("datum", "buurtcode"), rows))
    assert [question.code for question in proposal.questions] == ["dates"]
    assert proposal.profile.problems()
    mixed = [*rows, ("13/01/2026", "BU99010101"), ("01/13/2026", "BU99010101")]
    assert propose(Sheet(("datum", "buurtcode"), mixed)).questions[0].code == "mixed"


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        (("lat", "lng"), ("5.12", "52.1"), ["longitude", "latitude"]),
        (("x", "y"), ("5.12", "52.1"), ["longitude", "latitude"]),
        (("x", "y"), ("437600", "92500"), ["y", "x"]),
        (("x coördinaat", "y coördinaat"), ("92500,5", "437600,5"), ["x", "y"]),
        (("geometrie", "z"), ("POINT (5.1 52.1)", ""), ["point", "ignore"]),
        (("coordinaten", "z"), ("52.1234, 5.1234", ""), ["point", "ignore"]),
    ],
)
def test_coordinates(header: Sequence[str], row: Sequence[str], wanted: list[str]) -> None:
    sheet = Sheet(("datum", *header), [("13-01-2026", *row)] * 20)
    assert [column.role.value for column in propose(sheet).columns[1:]] == wanted


def test_the_system_of_points() -> None:
    for text, crs in (("POINT (5.1 52.1)", "wgs84"), ("POINT (92500 437600)", "rd")):
        sheet = Sheet(("datum", "geometrie"), [("13-01-2026", text)] * 20)
        assert propose(sheet).profile.crs == crs


def test_numbers_per_area_and_period() -> None:
    rows = [
        (f"BU9901010{i}", f"2026MM0{m}", "Geluid", str(i)) for i in range(5) for m in range(1, 9)
    ]
    proposal = propose(Sheet(("buurtcode", "periode", "soort", "aantal meldingen"), rows))
    assert proposal.profile.kind == "counts"
    assert list(roles(proposal).values()) == ["area_code", "period", "category", "count"]
    wide = propose(Sheet(("Buurt", "2024", "2025"), [("Zuid", str(i), "<5") for i in range(9)]))
    assert wide.profile.kind == "counts"
    assert wide.profile.grain == "year"
    assert [column.period for column in wide.profile.columns] == ["", "2024", "2025"]


def test_a_survey_with_margins() -> None:
    rows = [("Zuid", "2025", bound, "12,3", "140", "1,2")
            for bound in ("Waarde", "Ondergrens 95%", "Bovengrens 95%")] * 4  # fmt: skip
    proposal = propose(Sheet(("buurt", "jaar", "marges", "onveilig (%)", "n", "deff"), rows))
    assert proposal.profile.kind == "survey"
    assert list(roles(proposal).values()) == [
        "area_name", "period", "margin", "value", "sample", "design",
    ]  # fmt: skip
    assert proposal.profile.problems() == ()


def test_the_list_of_enforcement() -> None:
    rows = [(f"{1 + i % 28:02d}-03-2026", f"14:{i:02d}", "Marktplein thv 12", "F115", KINDS[i % 2],
             f"V{i % 7:03d}", "Zuid") for i in range(50)]  # fmt: skip
    header = ("datum", "tijd", "plaats", "feitcode", "feit omschrijving", "boa nummer", "wijk")
    found = roles(propose(Sheet(header, rows)))
    assert found["plaats"] == "ignore"
    assert found["boa nummer"] == "personal"
    assert found["wijk"] == "area_name"


def test_an_extract_of_the_police() -> None:
    header = ("Incidentnummer", "Pleegdatum", "Begintijd", "INP-code", "INP omschrijving",
              "Maatschappelijke klasse", "X-coordinaat", "Y-coordinaat", "Team")  # fmt: skip
    rows = [(f"PL2026{i:06d}", "2026-03-01", "13:05", f"E{i % 3}", KINDS[i % 3], "A20",
             str(152_000 + i), str(468_000 + i), "Noord") for i in range(40)]  # fmt: skip
    found = roles(propose(Sheet(header, rows)))
    assert found["Incidentnummer"] == "identifier"
    assert found["Pleegdatum"] == "date"
    assert found["INP omschrijving"] == "category"
    assert found["X-coordinaat"] == "x"


def test_a_profile_that_was_kept_decides() -> None:
    known = Profile(
        kind="records",
        columns=(Column(header="Dossiernr", role=Role.IGNORE),
                 Column(header="Datum melding", role=Role.DATE)),
    )  # fmt: skip
    proposal = propose(housing(), known=known)
    assert proposal.columns[0].role is Role.IGNORE
    assert proposal.columns[0].reason == KNOWN
    assert proposal.columns[3].role is Role.POSTCODE


def test_a_known_profile_does_not_let_names_in() -> None:
    known = Profile(kind="records", columns=(Column(header="Soort", role=Role.CATEGORY),))
    proposal = propose(
        Sheet(("Soort",), [("J. de Vries",), ("K. Smit",), ("P. Bos",)]), known=known
    )
    assert proposal.refused
    assert proposal.columns[0].role is Role.PERSONAL


def test_an_empty_file_asks_for_everything() -> None:
    proposal = propose(Sheet(("a", "b"), []))
    assert {question.code for question in proposal.questions} == {"when", "where"}
    assert [column.role for column in proposal.columns] == [Role.IGNORE, Role.IGNORE]


WORDS = st.sampled_from(["datum", "x", "aantal", "soort", "postcode", "id", "status", "2025"])
CELLS = st.sampled_from(["1", "2026-01-01", "0101AB", "Geluid", "", "5.1", "BU99010101", "<5"])


@given(
    st.lists(st.one_of(WORDS, st.text(max_size=12)), min_size=1, max_size=8),
    st.lists(st.lists(st.one_of(CELLS, st.text(max_size=12)), max_size=8), max_size=12),
)
def test_any_file_gets_a_proposal(header: list[str], rows: list[list[str]]) -> None:
    proposal = propose(Sheet(header, rows))
    assert len(proposal.columns) == len(header)
    given = [column.role for column in proposal.columns if column.role in ONLY_ONCE]
    assert len(given) == len(set(given))


def test_a_whole_file_completes_the_types_and_the_order() -> None:
    proposal = propose(Sheet(("datum", "Soort", "pc", "stand"),
                             [("01-02-2026", "Geluid", "0101AB", "open")] * 9))  # fmt: skip
    assert proposal.profile.dates == ""
    draft = proposal.profile.with_role("stand", Role.STATUS).with_role("Soort", Role.CATEGORY)
    rows = [(1, ("13-02-2026", "Afval", "0101AB", "Geannuleerd")), (2, ("1-1-2026", "geluid"))]
    done = complete(draft, ("datum", "Soort", "pc", "stand"), rows)
    assert done.dates == "day-month"
    assert {item.code for item in done.types} >= {"geluid", "afval"}
    assert done.not_incident == ("Geannuleerd",)


def test_labels() -> None:
    assert no_incident("Testmelding")
    assert not no_incident("Protest")
    assert theme_of("Geluid buren") == "social_quality"
    assert theme_of("Iets") == ""
    counts = Counter({"Geluid": 9, "Geluidd": 1, "jan@voorbeeld.nl": 3, "TEST": 2})
    found = {item.source: item for item in types_of(counts)}
    assert set(found) == {"Geluid", "Geluidd", "TEST"}
    assert found["Geluidd"].code == "geluid"
    assert not found["TEST"].incident


@pytest.mark.real_data
def test_the_real_reports_of_rotterdam() -> None:
    folder = os.environ.get("REGIE_REAL_DATA", "")
    path = Path(folder) / "forza-mor-rotterdam_msb_scrubbed" / "msb_meldingen_list.json"
    if not folder or not path.exists():
        pytest.skip("the folder with downloaded figures is not here (REGIE_REAL_DATA)")
    reports = [_flat(item) for item in json.loads(path.read_text())]
    header = list(dict.fromkeys(title for report in reports for title in report))
    sheet = Sheet(header, [[report.get(title, "") for title in header] for report in reports])
    proposal = propose(sheet)
    found = roles(proposal)
    assert found["datumMelding"] == "date"
    assert found["onderwerp.omschrijving"] == "category"
    assert (found["locatie.x"], found["locatie.y"]) == ("x", "y")
    assert not proposal.refused


def _flat(item: dict[str, Any], start: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in item.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{start}{name}.")
        else:
            found[start + name] = "" if value is None else str(value)
    return found


@pytest.mark.parametrize("header", ["Afhandeling / Complex", "Status / Wijkteam"])
def test_a_merged_heading_does_not_decide_about_the_column_under_it(header: str) -> None:
    own = dict(by_title("Afhandeling / Status"))
    under = dict(by_title(header))
    assert own[Role.STATUS] > 60
    assert under.get(Role.STATUS, 0) < 30
