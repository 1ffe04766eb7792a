"""What changed in the areas of a municipality between two years, as a page."""

from typing import Any

from django.utils.translation import gettext as _

from regie.evidence.diagnosis.desk import Desk
from regie.evidence.wording import words
from regie.foundation.areas import queries as areas
from regie.foundation.crosswalks import changes as kinds
from regie.foundation.crosswalks.queries import Change, Changes, address_years, changes
from regie.foundation.crosswalks.rules import ADDRESSES, FLAG, LEDGER, WHOLE, Part
from regie.ui.formats import percent
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
FIRST_YEAR = 2012
"""The police tables begin here; older borders are of no use to them."""


def changes_page(at: Desk, from_year: str, to_year: str) -> Page:
    """The report between two classification years. At most 14 queries."""
    realm = at.found.realm
    years = _years(realm)
    newest = years[0] if years else 0
    until = _chosen(to_year, years) or newest
    earlier = [year for year in years if year < until]
    since = _chosen(from_year, earlier) or (earlier[0] if earlier else until)
    found = changes(realm, at.found.municipality, since, until) if earlier else None
    return {
        "name": at.name,
        "crumbs": at.crumbs(),
        "years": years,
        "since": since,
        "until": until,
        "tables": [_table(found, kind) for kind in kinds.KINDS if found.of(kind)] if found else [],
        "silent": [words.levels(level) for level in found.silent] if found else [],
        "addresses": words.listed([str(year) for year in address_years(realm)]),
    }


def _years(realm: str) -> list[int]:
    """Years to choose from, newest first: those that are registered, and all since the first."""
    known = [item.year for item in areas.classifications(realm)]
    return sorted({*known, *range(FIRST_YEAR, max(known))}, reverse=True) if known else []


def _chosen(text: str, years: list[int]) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) in years else None


def _table(found: Changes, kind: str) -> Table:
    first, second = _headings(kind)
    columns = [Column(first), Column(_("Niveau"))]
    columns += [Column(second), Column(_("Waarop dat berust"))] if second else []
    rows = tuple(_row(found, change, detailed=bool(second)) for change in found.of(kind))
    return Table(_titles()[kind], tuple(columns), rows)


def _titles() -> dict[str, str]:
    return {
        kinds.MERGED: _("Samengevoegd"),
        kinds.SPLIT: _("Verdeeld"),
        kinds.RECODED: _("Andere code, zelfde grens"),
        kinds.REDRAWN: _("Grens verlegd"),
        kinds.APPEARED: _("Nieuw, herkomst onbekend"),
        kinds.DISAPPEARED: _("Verdwenen, bestemming onbekend"),
    }


def _headings(kind: str) -> tuple[str, str]:
    if kind == kinds.SPLIT:
        return _("Oud gebied"), _("Ligt nu in")
    if kind == kinds.DISAPPEARED:
        return _("Oud gebied"), ""
    if kind == kinds.APPEARED:
        return _("Nieuw gebied"), ""
    return _("Nieuw gebied"), _("Lag eerder in")


def _row(found: Changes, change: Change, *, detailed: bool) -> Row:
    name = found.names.get(change.code, change.code)
    cells: list[Cell | str] = [Cell(name, sub=change.code), words.level(change.level)]
    if detailed:
        told = [_part(found, change, part) for part in change.parts]
        cells += [words.listed(told) or _("onbekend"), _basis(change)]
    return Row(tuple(cells), key=change.code)


def _part(found: Changes, change: Change, part: Part) -> str:
    code = part.destination if change.kind == kinds.SPLIT else part.origin
    name = found.names.get(code, code)
    if part.share >= WHOLE:
        return name
    return _("%(name)s (%(share)s)") % {"name": name, "share": percent(100 * part.share, 1)}


def _basis(change: Change) -> str:
    told = {
        ADDRESSES: _("adressen"),
        LEDGER: _("register van herindelingen"),
        FLAG: _("kerncijfers van het CBS"),
    }
    known = sorted({told[part.basis] for part in change.parts if part.basis in told})
    return words.listed(known) or _("alleen bekend dát de grens verlegd is")
