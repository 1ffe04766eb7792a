"""What is wrong with a delivery, or good to know: the quality report, finding by finding."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from django.utils.translation import gettext_noop as _

from regie.evidence.sources import check_sql, denominator_checks
from regie.evidence.sources.findings import Finding, QualityReport
from regie.evidence.sources.importing import ImportResult
from regie.evidence.sources.judged import SHOWN, Judged
from regie.evidence.sources.rules import LOCAL_LEVELS, State, missing_periods
from regie.evidence.sources.vocabulary import hidden_of, names_of
from regie.evidence.sources.warehouse import Staging
from regie.foundation.areas import queries as areas
from regie.policy.breaks import breaks_of

TOTAL = "0.0.0"
COUNTED = frozenset({"offence", "nuisance"})
RECENT = 3
USUAL, LEAST, YEARS = 8, 3, 5
"""A zero is suspicious when the five years before count 8 or more on average, and never under 3:
the chance of that by accident is under one in a thousand (Poisson, e^-8)."""


def report_on(stage: Staging, result: ImportResult, file_name: str) -> QualityReport:
    """Judge a staged delivery: every check in the order in which it is read."""
    judged = Judged(stage, result)
    findings = tuple(finding for check in CHECKS for finding in check(judged))
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
        _(
            "Gebieden: %(areas)s. Soorten: %(types)s van %(known)s. Perioden: %(periods)s. "
            "Van de mogelijke cijfers is %(share)s procent aanwezig."
        ),
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


# --- what the figures mean -----------------------------------------------------------------------


def hidden(judged: Judged) -> Iterator[Finding]:
    """Types that the publisher withholds below the municipality."""
    table = judged.result.understood.layout.table
    codes = sorted(hidden_of(table) & set(judged.result.manifest.categories))
    if not codes or not LOCAL_LEVELS & set(judged.levels):
        return
    names = names_of(table)
    share = _hidden_share(judged, codes)
    sentence = _(
        "Soorten die in wijken en buurten zijn afgeschermd: %(count)s. Het bestand zegt daar 0."
    )
    if share is not None:
        sentence = _(
            "Soorten die in wijken en buurten zijn afgeschermd: %(count)s. "
            "Het bestand zegt daar 0. "
            "Landelijk is het %(share)s procent van het totaal."
        )
    yield Finding(
        "hidden",
        "note",
        sentence,
        _("Regie toont “verborgen” en rekent er niet mee. In het totaal zitten ze wel."),
        {"count": len(codes), "share": share or 0.0},
        tuple({"type": code, "label": names[code]} for code in codes),
    )


def _hidden_share(judged: Judged, codes: Sequence[str]) -> float | None:
    """The part of the hidden types in the total of the highest level, in percent."""
    top = "country" if ("country", TOTAL) in judged.sums else "municipality"
    total = sum(judged.sums.get((top, TOTAL), {}).values())
    if not total:
        return None
    part = sum(sum(judged.sums.get((top, code), {}).values()) for code in codes)
    return round(100 * part / total, 1)


def unplaced(judged: Judged) -> Iterator[Finding]:
    """The share of "place unknown" by period, and the type that has most of it."""
    if not _is_counted(judged):
        return
    unknown = _by_period(judged, "unplaced_GM")
    if not sum(unknown.values()):
        return
    whole = _by_period(judged, "municipality")
    shares = {p: 100 * n / (n + whole[p]) for p, n in unknown.items() if n + whole.get(p, 0)}
    rows = [{"period": p, "share": round(share, 2)} for p, share in sorted(shares.items())]
    yield Finding(
        "unplaced",
        "note",
        _(
            "Misdrijven of meldingen waarvan de plaats onbekend is: %(count)s. "
            "In de laatste periode is dat %(share)s procent."
        ),
        _("Regie houdt ze apart: ze tellen mee in het land en in geen enkele gemeente of buurt."),
        {"count": int(sum(unknown.values())), "share": rows[-1]["share"]},
        (*rows[-SHOWN:], *_unplaced_types(judged)),
    )


def _unplaced_types(judged: Judged) -> list[dict[str, Any]]:
    names = names_of(judged.result.understood.layout.table)
    found: list[dict[str, Any]] = []
    for category in judged.result.manifest.categories:
        unknown = sum(judged.sums.get(("unplaced_GM", category), {}).values())
        whole = sum(judged.sums.get(("municipality", category), {}).values())
        if unknown:
            share = round(100 * unknown / (unknown + whole), 2)
            found.append({"type": category, "label": names[category], "share": share})
    return sorted(found, key=lambda row: -float(row["share"]))[:5]


def inflated(judged: Judged) -> Iterator[Finding]:
    """Types of which far more has no place in the newest year than in the years before.

    The place of a fresh offence is often filled in later. Rule: at least 20, half as much again
    as the share of the three years before would give, and five standard deviations above it
    (Poisson).
    """
    if not _is_counted(judged) or len(judged.years) <= RECENT:
        return
    names = names_of(judged.result.understood.layout.table)
    found = [_unplaced_now(judged, c) for c in judged.result.manifest.categories if c != TOTAL]
    rows = [row for row in found if row]
    if rows:
        yield Finding(
            "unplaced_inflated",
            "warning",
            _("Soorten met in %(period)s opvallend veel onbekende plaatsen: %(count)s."),
            _("De plaats wordt vaak later ingevuld. Regie waarschuwt bij het nieuwste jaar."),
            {"count": len(rows), "period": judged.years[-1][:4]},
            tuple({"type": row["type"], "label": names[str(row["type"])], **row} for row in rows),
        )


def _unplaced_now(judged: Judged, category: str) -> dict[str, Any] | None:
    last, before = judged.years[-1], judged.years[-RECENT - 1 : -1]
    unknown = judged.sum("unplaced_GM", category, last)
    whole = unknown + judged.sum("municipality", category, last)
    earlier = sum(judged.sum("unplaced_GM", category, period) for period in before)
    base = earlier + sum(judged.sum("municipality", category, period) for period in before)
    expected = whole * earlier / base if base else 0.0
    if unknown < 20 or unknown < 1.5 * expected or unknown - expected < 5 * expected**0.5:
        return None
    return {"type": category, "count": unknown, "share": round(100 * unknown / whole, 2)}


def unknown_cells(judged: Judged) -> Iterator[Finding]:
    """Cells for which the publisher says that the figure is not known."""
    if judged.family == "kwb":
        return
    rows = [
        {"level": level, "count": int(count)}
        for level, state, count in judged.stage.run(check_sql.observed())
        if state == State.UNKNOWN
    ]
    if rows:
        yield Finding(
            "unknown_cells",
            "note",
            _("Cijfers die volgens de uitgever onbekend zijn: %(count)s."),
            _("Regie toont “onbekend” en nooit nul."),
            {"count": sum(int(row["count"]) for row in rows)},
            tuple(rows),
        )


def _is_counted(judged: Judged) -> bool:
    return judged.family in COUNTED


def _by_period(judged: Judged, level: str) -> Mapping[str, float]:
    """The total per period on a level: the total itself, or the sum of the types."""
    if (level, TOTAL) in judged.sums:
        return judged.sums[level, TOTAL]
    found: dict[str, float] = defaultdict(float)
    for (where, _category), periods in judged.sums.items():
        if where == level:
            for period, value in periods.items():
                found[period] += value
    return found


def _break_family(family: str) -> Literal["offence", "nuisance", "vm"]:
    if family == "vm":
        return "vm"
    return "offence" if family == "offence" else "nuisance"


def breaks(judged: Judged) -> Iterator[Finding]:
    """Changes of definition within the periods of the delivery."""
    manifest = judged.result.manifest
    if manifest.family not in {"offence", "nuisance", "vm"}:
        return
    years = sorted({entry.code[:4] for entry in manifest.periods})
    crossed: dict[str, dict[str, Any]] = {}
    for category in manifest.categories:
        for item in breaks_of(_break_family(manifest.family), category):
            if years[0] < item.at[:4] <= years[-1]:
                row = crossed.setdefault(
                    item.code,
                    {
                        "period": item.at,
                        "reason": item.reason,
                        "reason_en": item.reason_en,
                        "types": [],
                    },
                )
                row["types"].append(category)
    if crossed:
        yield Finding(
            "breaks",
            "note",
            _("Veranderingen in de telling binnen deze reeks: %(count)s."),
            _("Regie zet er een streep bij en berekent geen trend over zo'n breuk."),
            {"count": len(crossed)},
            tuple(crossed.values()),
        )


def provisional(judged: Judged) -> Iterator[Finding]:
    """Periods that will still change."""
    found = [e for e in judged.result.manifest.periods if e.status != "definitive"]
    if found:
        yield Finding(
            "provisional",
            "note",
            _("Aantal perioden dat nog voorlopig is: %(count)s."),
            _("Regie toont ze grijs en zegt erbij dat ze nog veranderen."),
            {"count": len(found)},
            tuple({"period": entry.code, "status": entry.status} for entry in found[-SHOWN:]),
        )


# --- what does not add up ------------------------------------------------------------------------


def parts(judged: Judged) -> Iterator[Finding]:
    """The types together against the total, on the levels where nothing is hidden."""
    manifest = judged.result.manifest
    known = names_of(judged.result.understood.layout.table)
    if not _is_counted(judged) or set(known) - set(manifest.categories):
        return
    level = "country" if "country" in judged.levels else "municipality"
    rows = []
    for period, total in judged.sums.get((level, TOTAL), {}).items():
        together = sum(
            judged.sums.get((level, c), {}).get(period, 0.0) for c in known if c != TOTAL
        )
        if together != total:
            rows.append({"period": period, "total": total, "sum": together})
    yield Finding(
        "parts" if not rows else "parts_differ",
        "warning" if rows else "good",
        _("Het totaal is niet de som van de soorten. Aantal perioden: %(count)s.")
        if rows
        else _("Het totaal is in elke periode precies de som van de soorten."),
        _("Regie gebruikt het totaal van de uitgever en telt niet zelf op."),
        {"count": len(rows)},
        tuple(rows[:SHOWN]),
    )


def levels(judged: Judged) -> Iterator[Finding]:
    """The municipalities and "place unknown" together against the country."""
    if not _is_counted(judged) or not {"country", "municipality"} <= set(judged.levels):
        return
    country, towns = _by_period(judged, "country"), _by_period(judged, "municipality")
    unknown = _by_period(judged, "unplaced_GM")
    rows = [
        {"period": p, "country": n, "sum": towns.get(p, 0.0) + unknown.get(p, 0.0)}
        for p, n in country.items()
        if towns.get(p, 0.0) + unknown.get(p, 0.0) != n
    ]
    if rows:
        yield Finding(
            "levels_differ",
            "warning",
            _("De gemeenten tellen niet op tot het land. Aantal perioden: %(count)s."),
            _("Regie gebruikt op elk niveau het cijfer van de uitgever."),
            {"count": len(rows)},
            tuple(rows[:SHOWN]),
        )


def zeros(judged: Judged) -> Iterator[Finding]:
    """Series that fall to exactly zero in the last year after years that clearly were not."""
    if not _is_counted(judged) or len(judged.years) <= YEARS:
        return
    axis = [period.code for period in judged.result.understood.axis]
    ids = [axis.index(code) for code in judged.years[-YEARS - 1 :]]
    found = judged.stage.run(check_sql.vanished(0, ids[-1], ids[:-1], USUAL, LEAST))
    if not found:
        return
    realm = judged.result.manifest.realm
    names = areas.names([row[0] for row in found], realm=realm)
    types = names_of(judged.result.understood.layout.table)
    yield Finding(
        "suspicious_zeros",
        "problem",
        _("Reeksen die in %(period)s ineens precies nul zijn: %(count)s."),
        _("Regie toont de nul met een waarschuwing. Vraag de uitgever of hier cijfers ontbreken."),
        {"count": int(found[0][-1]), "period": judged.years[-1][:4]},
        tuple(
            {
                "area": code,
                "name": names.get(code, code),
                "type": category,
                "label": types.get(category, category),
                "usual": round(float(usual), 1),
            }
            for code, category, usual, _count in found[:SHOWN]
        ),
    )


CHECKS = (
    coverage,
    gaps,
    classification,
    unresolved,
    repeats,
    zeros,
    parts,
    levels,
    hidden,
    unplaced,
    inflated,
    unknown_cells,
    breaks,
    provisional,
    *denominator_checks.CHECKS,
)
