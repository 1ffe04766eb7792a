"""Checks on key figures: empty columns, few inhabitants, and areas that changed."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.rules import LOCAL_LEVELS, municipality_of
from regie.evidence.intake.findings import Finding
from regie.evidence.intake.judged import SHOWN, Judged
from regie.evidence.warehouse import check_sql
from regie.foundation.areas import queries as areas

SMALL = 200
RECODED, REDRAWN = "2", "3"


def empty_columns(judged: Judged) -> Iterator[Finding]:
    """Columns without a single value in this edition."""
    if judged.family != "kwb":
        return
    empty = [str(code) for (code,) in judged.stage.run(check_sql.empty_measures())]
    if empty:
        yield Finding(
            "columns_empty",
            "note",
            _("Kolommen die in deze editie helemaal leeg zijn: %(count)s."),
            _("Regie neemt voor die cijfers een andere editie, en zegt welk jaar dat is."),
            {"count": len(empty)},
            tuple({"label": code} for code in empty[:SHOWN]),
        )


def few_inhabitants(judged: Judged) -> Iterator[Finding]:
    """Neighbourhoods without inhabitants, or with too few for a rate."""
    measures = judged.result.manifest.measures
    if judged.family != "kwb" or "AantalInwoners" not in measures:
        return
    if "neighbourhood" in judged.levels:
        measure = measures.index("AantalInwoners")
        none, few, known = judged.stage.run(check_sql.small(measure, SMALL))[0]
        if not known:
            return
        yield Finding(
            "few_inhabitants",
            "note",
            _("Buurten zonder inwoners: %(none)s. Buurten met minder dan 200 inwoners: %(few)s."),
            _("Regie berekent daar geen cijfer per 1.000 inwoners."),
            {"none": int(none), "few": int(few)},
        )


def changed_areas(judged: Judged) -> Iterator[Finding]:
    """Areas that got another code or border in the year of this edition."""
    understood = judged.result.understood
    found = {
        RECODED: _("Gebieden met een nieuwe code en dezelfde grens: %(count)s."),
        REDRAWN: _("Gebieden met een andere grens dan het jaar ervoor: %(count)s."),
    }
    actions = {
        RECODED: _("De tabel noemt de oude code niet. Regie koppelt de jaren daarom niet."),
        REDRAWN: _("Regie vergelijkt zo'n gebied niet zonder meer met het jaar ervoor."),
    }
    for flag, sentence in found.items():
        codes = sorted(code for code, value in understood.changes.items() if value == flag)
        if codes:
            yield Finding(
                "recoded" if flag == RECODED else "redrawn",
                "note",
                sentence,
                actions[flag],
                {"count": len(codes)},
                tuple(
                    {"area": code, "name": understood.names.get(code, code)}
                    for code in codes[:SHOWN]
                ),
            )


def gone_areas(judged: Judged) -> Iterator[Finding]:
    """Codes of an older edition that the newest classification does not know any more."""
    manifest, understood = judged.result.manifest, judged.result.understood
    newest = areas.newest(manifest.realm, "neighbourhood")
    year = understood.layout.table.year
    if judged.family != "kwb" or newest is None or year is None or year >= newest.year:
        return
    resolver = areas.resolver(manifest.realm, newest.year)
    # A list of one town does not say that the neighbourhoods of all other towns are gone.
    listed = {(kind, municipality_of(c)) for kind in LOCAL_LEVELS for c in resolver.codes(kind)}
    gone = sorted(
        place.code
        for place in set(understood.placed.known.values())
        if place.level in LOCAL_LEVELS and resolver.by_code(place.code) is None
        if (place.level, place.municipality) in listed
    )
    if gone:
        yield Finding(
            "codes_gone",
            "warning",
            _("Gebiedscodes die in de indeling van %(year)s niet meer bestaan: %(count)s."),
            _("Regie toont ze alleen in hun eigen jaar en rekent ze niet om."),
            {"count": len(gone), "year": str(newest.year)},
            tuple({"area": c, "name": understood.names.get(c, c)} for c in gone[:SHOWN]),
        )


CHECKS = (empty_columns, few_inhabitants, changed_areas, gone_areas)
