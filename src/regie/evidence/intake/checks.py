"""What is wrong with a delivery, or good to know: the quality report, finding by finding."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.rules import missing_periods
from regie.evidence.formats.vocabulary import names_of
from regie.evidence.intake import denominator_checks, meaning_checks, sum_checks
from regie.evidence.intake.findings import Finding, QualityReport
from regie.evidence.intake.judged import SHOWN, Judged
from regie.evidence.intake.storing import ImportResult
from regie.evidence.warehouse import check_sql
from regie.evidence.warehouse.engine import Staging
from regie.policy.tables import TableItem


def report_on(
    stage: Staging, result: ImportResult, file_name: str, notes: tuple[Finding, ...] = ()
) -> QualityReport:
    """Judge a staged delivery: every check in the order in which it is read.

    `notes` are what was met while the file was read.
    """
    judged = Judged(stage, result)
    findings = (*notes, *(finding for check in CHECKS for finding in check(judged)))
    table = result.understood.layout.table
    return QualityReport(
        table.table_id,
        table.title,
        file_name,
        result.rows,
        max(0, result.rows - result.used_rows),
        findings,
    )


# --- what is there -------------------------------------------------------------------------------


def coverage(judged: Judged) -> Iterator[Finding]:
    """Areas, types and periods: found against expected."""
    manifest, understood = judged.result.manifest, judged.result.understood
    known = names_of(understood.layout.table)
    observed = sum(int(n) for _, _, n in judged.stage.run(check_sql.observed()))
    expected = (
        sum(judged.levels.values())
        * len(manifest.categories)
        * len(manifest.periods)
        * len(manifest.measures)
    )
    share = 100 * observed / expected if expected else 0.0
    complete = observed == expected and len(manifest.categories) == len(known)
    yield Finding(
        "coverage",
        "good" if complete else "note",
        _covered(understood.layout.table),
        _("Wat ontbreekt, toont Regie als “geen cijfer” en nooit als nul."),
        {
            "areas": sum(judged.levels.values()),
            "types": len(manifest.categories),
            "known": len(known),
            "periods": len(manifest.periods),
            "share": round(share, 1),
        },
        tuple({"level": level, "count": count} for level, count in judged.levels.items()),
    )


def _covered(table: TableItem) -> str:
    if table.category is None:
        return _(
            "Gebieden: %(areas)s. Perioden: %(periods)s. "
            "Van de mogelijke cijfers is %(share)s procent aanwezig."
        )
    return _(
        "Gebieden: %(areas)s. Soorten: %(types)s van %(known)s. Perioden: %(periods)s. "
        "Van de mogelijke cijfers is %(share)s procent aanwezig."
    )


def gaps(judged: Judged) -> Iterator[Finding]:
    """Periods that are missing between the first and the last."""
    if judged.family == "vm":
        return  # a survey that is held every second year misses nothing
    missing = missing_periods([entry.code for entry in judged.result.manifest.periods])
    if missing:
        yield Finding(
            "missing_periods",
            "warning",
            _("Aantal perioden dat tussen de eerste en de laatste ontbreekt: %(count)s."),
            _("Regie trekt daar geen lijn doorheen."),
            {"count": len(missing)},
            tuple({"period": code} for code in missing[:SHOWN]),
        )


def classification(judged: Judged) -> Iterator[Finding]:
    """The year of the area codes: given, found, or not known."""
    found = judged.result.understood.year
    if found.year is None:
        return
    given = _("De gebieden zijn die van de indeling van %(year)s, zoals de tabel of u opgaf.")
    inferred = _("De gebieden passen het best bij de indeling van %(year)s.")
    table = judged.result.understood.layout.table
    if table.classification == "own_year" and table.year is None:
        given = inferred = _("Elk jaar staat in de gebieden van dat jaar zelf.")
    yield Finding(
        "classification",
        "good",
        given if found.given else inferred,
        _("Regie vergelijkt alleen gebieden van dezelfde indeling."),
        {"year": str(found.year)},
    )
    if found.unknown:
        yield Finding(
            "codes_unknown",
            "warning",
            _("Aantal gebiedscodes dat niet in de lijst van die indeling staat: %(count)s."),
            _("De cijfers zijn bewaard. Een naam verschijnt zodra de gebiedenlijst is ingelezen."),
            {"count": found.unknown},
            tuple({"area": code} for code in found.examples),
        )


def unresolved(judged: Judged) -> Iterator[Finding]:
    """What could not be placed: areas, types and periods, with the rows they cost."""
    understood = judged.result.understood
    rows = understood.area_rows
    names = [name for name in understood.placed.unresolved if name]
    if names:
        yield _listing(
            "areas_unresolved",
            _("Aantal gebieden dat niet gevonden is: %(count)s (rijen: %(rows)s)."),
            [(name, rows.get(name, 1)) for name in names],
            "label",
        )
    if understood.unknown_categories:
        yield _listing(
            "types_unknown",
            _("Aantal soorten dat Regie niet kent: %(count)s (rijen: %(rows)s)."),
            understood.unknown_categories,
            "label",
        )
    if understood.unknown_periods:
        yield _listing(
            "periods_unknown",
            _("Aantal perioden dat niet te lezen is: %(count)s (rijen: %(rows)s)."),
            understood.unknown_periods,
            "label",
        )


def made_whole(judged: Judged) -> Iterator[Finding]:
    """Codes that had lost their letters or zeros."""
    found = judged.result.understood.placed.made_whole
    if found:
        yield Finding(
            "codes_made_whole",
            "note",
            _("Gebiedscodes zonder letters of nullen die Regie heeft aangevuld: %(count)s."),
            _("Kijk of dit klopt. Een spreadsheet laat nullen vooraan vaak weg."),
            {"count": len(found)},
            tuple({"label": text, "area": code} for text, code in list(found.items())[:SHOWN]),
        )


def _listing(code: str, sentence: str, found: Sequence[tuple[str, int]], key: str) -> Finding:
    return Finding(
        code,
        "warning",
        sentence,
        _("Regie slaat deze rijen over en telt ze nergens mee."),
        {"count": len(found), "rows": sum(count for _, count in found)},
        tuple({key: name, "count": count} for name, count in found[:SHOWN]),
    )


def repeats(judged: Judged) -> Iterator[Finding]:
    """Rows that say the same twice."""
    if judged.result.repeated:
        yield Finding(
            "duplicates",
            "warning",
            _("Aantal rijen dat dubbel in het bestand staat, met dezelfde waarde: %(count)s."),
            _("Regie telt ze één keer."),
            {"count": judged.result.repeated},
        )


CHECKS = (
    coverage,
    gaps,
    classification,
    made_whole,
    unresolved,
    repeats,
    *sum_checks.CHECKS,
    *meaning_checks.CHECKS,
    *denominator_checks.CHECKS,
)
