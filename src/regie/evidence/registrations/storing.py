"""From the outcome of a dry run to counts that can be stored, with a report of their quality."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.rules import State
from regie.evidence.intake.counts import Key
from regie.evidence.intake.findings import Finding, QualityReport, Severity
from regie.evidence.registrations import dry_run, questions
from regie.evidence.registrations.models import Upload
from regie.evidence.series.owned import Counts
from regie.evidence.series.periods import between
from regie.foundation.areas.rules import FICTITIOUS, realm_of
from regie.foundation.crosswalks import queries as crosswalks

ENOUGH = 0.8
"""Below this part of the events, zeros in the other areas of a level would be false."""

NOWHERE = {FICTITIOUS: "BU99000000"}
UNKNOWN_PLACE = "BU00000000"
UNPLACED = "unplaced"


def counts_of(upload: Upload, counted: Mapping[str, Any]) -> Counts:
    """The counts of one file, per level, with every area of the municipality in them."""
    realm, code = realm_of(upload.municipality.code), upload.municipality.code
    places = crosswalks.places(realm, municipality=code)
    nowhere = NOWHERE.get(realm, UNKNOWN_PLACE)
    levels: dict[str, list[list[Any]]] = precise_enough(counted["levels"])
    areas = {
        level: tuple(sorted(places.codes(level) | {row[0] for row in rows}))
        for level, rows in levels.items()
    }
    cells = _cells(row for rows in levels.values() for row in rows)
    if counted["unplaced"]:
        areas[UNPLACED] = (nowhere,)
        cells |= _cells([nowhere, *row[1:]] for row in counted["unplaced"])
    met = {key[2] for key in cells}
    periods = between(met)
    names = tuple(sorted(types_of(upload, cells)))
    return Counts(
        areas=areas,
        cells=cells,
        observed=dict.fromkeys(periods, names),
        classification_year=places.year,
        silent=frozenset(periods) - met,
        rows=dry_run.said(upload.result)["read"],
    )


def precise_enough(levels: Mapping[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    """The levels at which most of the events are known."""
    total = max((_sum(rows) for rows in levels.values()), default=0)
    return {level: rows for level, rows in levels.items() if rows and _sum(rows) >= ENOUGH * total}


def _sum(rows: Sequence[Sequence[Any]]) -> float:
    return float(sum(row[3] or 0 for row in rows))


def _cells(rows: Iterable[Sequence[Any]]) -> dict[Key, tuple[float, State]]:
    found: dict[Key, tuple[float, State]] = {}
    for area, category, period, value, state, _weight in rows:
        before, _state = found.get((area, category, period), (0.0, State.VALUE))
        found[area, category, period] = (before + (value or 0), State(state))
    return found


def types_of(upload: Upload, cells: Mapping[Key, object]) -> set[str]:
    """The kinds that were counted: those that were met, and those the profile knows."""
    known = {item["code"] for item in upload.content.get("types", ()) if item.get("incident")}
    return known | {category for _area, category, _period in cells}


# --- the report -----------------------------------------------------------------------------------

COUNTED = _("Van de %(read)s rijen telt Regie er %(counted)s.")
ALL_COUNTED = _("Regie telt alle %(read)s rijen.")
ASIDES: tuple[tuple[str, Severity, str, str], ...] = (
    (
        "duplicates",
        "note",
        _("Dubbele rijen: %(count)s."),
        _("Regie telt elk voorval één keer."),
    ),
    (
        "non_incidents",
        "note",
        _("Rijen die geen voorval zijn: %(count)s."),
        _("Regie laat ze weg, zoals u bij de kolommen koos."),
    ),
    (
        "errors",
        "warning",
        _("Rijen die niet te lezen zijn: %(count)s."),
        _("Regie telt ze niet mee. De partner kan ze herstellen en opnieuw aanleveren."),
    ),
    (
        "unplaced",
        "warning",
        _("Voorvallen zonder bekende plaats: %(count)s."),
        _("Ze tellen mee in het totaal en niet in een buurt."),
    ),
    (
        "outside",
        "note",
        _("Voorvallen buiten de gemeente: %(count)s."),
        _("Regie telt ze niet mee."),
    ),
)


def report_of(upload: Upload) -> QualityReport:
    """The quality report of a delivery that came from this file."""
    totals = dry_run.said(upload.result)
    return QualityReport(
        table_id=upload.profile.series if upload.profile else "",
        title=upload.title,
        file_name=upload.file_name,
        rows_read=totals["read"],
        rows_skipped=totals["read"] - totals["counted"],
        findings=(*findings_of(upload), *questions.asked(upload)),
    )


def findings_of(upload: Upload) -> list[Finding]:
    """What a reader should know of these counts, the most telling first."""
    totals, result = dry_run.said(upload.result), upload.result
    everything = totals["read"] == totals["counted"]
    first = ALL_COUNTED if everything else COUNTED
    found = [Finding("counted", "good", first, "", totals)]
    for code, severity, sentence, action in ASIDES:
        if totals[code]:
            found.append(Finding(code, severity, sentence, action, {"count": totals[code]}))
    found += list(_placing(result))
    found += [
        Finding(code, "note", sentence, "", dict(params))
        for code, sentence, params in result.get("notes", ())
    ]
    if stripped := result.get("stripped"):
        sentence = _("Kolommen die Regie niet bewaart: %(columns)s.")
        action = _("Daarin kunnen gegevens over personen staan.")
        columns = {"columns": ", ".join(stripped)}
        found.append(Finding("stripped", "note", sentence, action, columns))
    return found


def _placing(result: Mapping[str, Any]) -> list[Finding]:
    found = []
    told = {code for code, _sentence, _params in result.get("notes", ())}
    shared = result.get("shared")
    if shared and "shared" not in told:
        found.append(
            Finding(
                "shared",
                "note",
                _("Voorvallen die over buurten zijn verdeeld: %(count)s."),
                _("Alleen de postcode is bekend. Deze cijfers zijn geschat."),
                {"count": shared},
            )
        )
    if coarse := result.get("coarse"):
        found.append(
            Finding(
                "coarse",
                "note",
                _("Voorvallen waarvan de buurt niet bekend is: %(count)s."),
                _("Ze tellen mee in de wijk of in de gemeente."),
                {"count": coarse},
            )
        )
    return found
