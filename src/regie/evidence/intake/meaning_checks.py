"""Checks on what the figures mean: hidden, without a place, redefined, provisional."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.rules import LOCAL_LEVELS, State
from regie.evidence.formats.vocabulary import hidden_of, names_of
from regie.evidence.intake.findings import Finding
from regie.evidence.intake.judged import SHOWN, TOTAL, Judged
from regie.evidence.warehouse import check_sql
from regie.policy.breaks import breaks_of

RECENT = 3


def hidden(judged: Judged) -> Iterator[Finding]:
    """Types that the publisher withholds below the municipality."""
    table = judged.result.understood.layout.table
    manifest = judged.result.manifest
    codes = sorted((hidden_of(table) & set(manifest.categories)) - set(manifest.withheld))
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
        _("Regie toont “afgeschermd” en rekent er niet mee. In het totaal zitten ze wel."),
        {"count": len(codes), "share": share or 0.0},
        tuple({"type": code, "label": names[code]} for code in codes),
    )


def withheld(judged: Judged) -> Iterator[Finding]:
    """Types that this table gives on no level at all."""
    codes = judged.result.manifest.withheld
    if not codes:
        return
    names = names_of(judged.result.understood.layout.table)
    yield Finding(
        "withheld",
        "note",
        _(
            "Soorten die deze tabel op geen enkel niveau geeft: %(count)s. "
            "Het bestand zegt overal 0."
        ),
        _(
            "Regie toont “afgeschermd” en nooit nul. In het totaal zitten ze wel. "
            "De tabellen 47025NED (land) en 47013NED (gemeente) geven ze wel."
        ),
        {"count": len(codes)},
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
    if not judged.is_counted:
        return
    unknown = judged.by_period("unplaced_GM")
    if not sum(unknown.values()):
        return
    whole = judged.by_period("municipality")
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
    if not judged.is_counted or len(judged.years) <= RECENT:
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
    """Cells for which the publisher says that the figure is not known, or that it is secret."""
    found = [
        (str(level), state, int(n)) for level, state, n in judged.stage.run(check_sql.observed())
    ]
    told = {
        State.UNKNOWN: (
            "unknown_cells",
            _("Cijfers die volgens de uitgever onbekend zijn: %(count)s."),
            _("Regie toont “onbekend” en nooit nul."),
        ),
        State.HIDDEN: (
            "hidden_cells",
            _("Cijfers die de uitgever geheim houdt: %(count)s."),
            _("Regie toont “afgeschermd” en nooit nul."),
        ),
    }
    for state, (code, sentence, action) in told.items():
        rows = [{"level": level, "count": n} for level, its, n in found if its == state]
        if not rows or _is_told(judged, state):
            continue
        count = {"count": sum(int(str(row["count"])) for row in rows)}
        yield Finding(code, "note", sentence, action, count, tuple(rows))


def _is_told(judged: Judged, state: State) -> bool:
    """Key figures have many unknown cells; types that a table withholds have their own line."""
    if state is State.UNKNOWN:
        return judged.family == "kwb"
    return bool(
        hidden_of(judged.result.understood.layout.table) & set(judged.result.manifest.categories)
    )


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
            tuple(sorted(crossed.values(), key=lambda row: str(row["period"]))),
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


MARGINS = frozenset({"MOG0095", "MBG0095"})


def margins(judged: Judged) -> Iterator[Finding]:
    """A survey of which only the values were delivered: nobody can say what differs for sure."""
    if judged.family == "vm" and not set(judged.result.manifest.categories) >= MARGINS:
        yield Finding(
            "margins_missing",
            "warning",
            _("Dit bestand geeft uitkomsten van een enquête zonder hun marges."),
            _(
                "Zonder marges is niet te zeggen of een verschil toeval is. "
                "Kies bij het downloaden ook de ondergrens en de bovengrens."
            ),
        )


CHECKS = (hidden, withheld, unplaced, inflated, unknown_cells, margins, breaks, provisional)
