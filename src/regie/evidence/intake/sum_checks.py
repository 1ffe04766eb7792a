"""Checks on what does not add up: parts, levels, sudden zeros."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.vocabulary import names_of
from regie.evidence.intake.findings import Finding
from regie.evidence.intake.judged import SHOWN, TOTAL, Judged
from regie.evidence.warehouse import check_sql
from regie.foundation.areas import queries as areas

USUAL, LEAST, YEARS = 8, 3, 5
"""A zero is suspicious when the five years before count 8 or more on average, and never under 3:
the chance of that by accident is under one in a thousand (Poisson, e^-8)."""


def parts(judged: Judged) -> Iterator[Finding]:
    """The types together against the total, on the levels where nothing is hidden."""
    manifest = judged.result.manifest
    known = names_of(judged.result.understood.layout.table)
    if not judged.is_counted or set(known) - set(manifest.categories):
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
    if not judged.is_counted or not {"country", "municipality"} <= set(judged.levels):
        return
    country, towns = judged.by_period("country"), judged.by_period("municipality")
    unknown = judged.by_period("unplaced_GM")
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
