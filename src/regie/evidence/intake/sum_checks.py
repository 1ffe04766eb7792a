"""Checks on what does not add up: parts, levels, sudden zeros."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.vocabulary import names_of
from regie.evidence.intake.findings import Finding
from regie.evidence.intake.judged import SHOWN, TOTAL, Judged
from regie.evidence.warehouse import check_sql
from regie.foundation.areas import queries as areas

USUAL, LEAST, YEARS = 8, 3, 5
"""A zero is suspicious when the five years before count 8 or more on average, and never under 3:
the chance of that by accident is under one in a thousand (Poisson, e^-8)."""
WITHHELD_SHARE, WITHHELD_FEW = 0.05, 10
"""The withheld types are two to three percent of all offences in the country (47025NED); more than
five percent, and more than a few offences, must have another cause."""


def parts(judged: Judged) -> Iterator[Finding]:
    """The types together against the total, on the levels where nothing is hidden."""
    manifest = judged.result.manifest
    known = names_of(judged.result.understood.layout.table)
    if not judged.is_counted or set(known) - set(manifest.categories):
        return
    rows = _differences(judged, [code for code in known if code != TOTAL])
    wrong = [row for row in rows if not (manifest.withheld and _explained(row))]
    if wrong:
        yield Finding(
            "parts_differ",
            "warning",
            _("Het totaal is niet de som van de soorten. Aantal perioden: %(count)s."),
            _("Regie gebruikt het totaal van de uitgever en telt niet zelf op."),
            {"count": len(wrong)},
            tuple(wrong[:SHOWN]),
        )
    else:
        yield _parts_agree(rows)


def _parts_agree(rows: list[dict[str, Any]]) -> Finding:
    action = _("Regie gebruikt het totaal van de uitgever en telt niet zelf op.")
    if not rows:
        sentence = _("Het totaal is in elke periode precies de som van de soorten.")
        return Finding("parts", "good", sentence, action, {"count": 0})
    total = sum(row["total"] for row in rows)
    share = round(100 * sum(row["difference"] for row in rows) / total, 1)
    return Finding(
        "parts_withheld",
        "note",
        _(
            "Het totaal is %(share)s procent groter dan de som van de soorten. "
            "Dat past bij de soorten die deze tabel niet geeft."
        ),
        action,
        {"share": share, "count": len(rows)},
        tuple(rows[:SHOWN]),
    )


def _differences(judged: Judged, types: list[str]) -> list[dict[str, Any]]:
    level = "country" if "country" in judged.levels else "municipality"
    rows = []
    for period, total in sorted(judged.sums.get((level, TOTAL), {}).items()):
        together = sum(judged.sum(level, code, period) for code in types)
        if together != total:
            row = {"period": period, "total": total, "sum": together}
            rows.append(row | {"difference": total - together})
    return rows


def _explained(row: Mapping[str, Any]) -> bool:
    """Whether withheld types can be the whole difference."""
    return bool(0 < row["difference"] <= max(WITHHELD_SHARE * row["total"], WITHHELD_FEW))


def levels(judged: Judged) -> Iterator[Finding]:
    """The municipalities and "place unknown" together against the country."""
    if not judged.is_counted or not {"country", "municipality"} <= set(judged.levels):
        return
    if _is_part(judged):
        return
    country, towns = judged.by_period("country"), judged.by_period("municipality")
    unknown = judged.by_period("unplaced_GM")
    rows = [
        {"period": p, "country": n, "sum": towns.get(p, 0.0) + unknown.get(p, 0.0)}
        for p, n in sorted(country.items())
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


def _is_part(judged: Judged) -> bool:
    """Whether less than half of the country is in it: then the country is there to compare with."""
    manifest = judged.result.manifest
    known = areas.municipalities(manifest.realm, judged.result.understood.year.year)
    return judged.levels["municipality"] * 2 < len(known)


def zeros(judged: Judged) -> Iterator[Finding]:
    """Series that fall to exactly zero in the last year after years that clearly were not."""
    if not judged.is_counted or len(judged.years) <= YEARS:
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


CHECKS = (zeros, parts, levels)
