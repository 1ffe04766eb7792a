"""The page that says what a new vintage changed, in plain words and with the largest first."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.formats.rules import State
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.presenting import STATUSES
from regie.evidence.sources.reading import manifest_of
from regie.evidence.vintages import comparing, words
from regie.evidence.vintages.differences import changes
from regie.evidence.vintages.models import Comparison
from regie.evidence.warehouse.folders import folder_of
from regie.foundation.areas import queries as areas
from regie.ui.formats import number, period, signed
from regie.ui.tables import Cell, Column, Row, Table

Summary = Mapping[str, Any]
Page = dict[str, Any]
SHOWN = 50


def on_disk(*deliveries: Delivery) -> bool:
    """Whether the figures of every delivery are still kept."""
    return all(folder_of(delivery.pk).is_dir() for delivery in deliveries)


def local(old: Delivery, new: Delivery, municipality: str) -> Summary:
    """The comparison within one municipality; deliveries never change, so it is kept in memory."""
    return _local(old.pk, old.sha256, new.pk, new.sha256, municipality)


@lru_cache(maxsize=64)
def _local(old: int, _old_sha: str, new: int, _new_sha: str, municipality: str) -> Summary:
    found = Delivery._base_manager.select_related("dataset").in_bulk([old, new])
    return comparing.compare(found[old], found[new], municipality)


def forget() -> None:
    """Drop what is kept in memory; for tests, in which numbers of deliveries come back."""
    _local.cache_clear()


def page(
    old: Delivery,
    new: Delivery,
    mine: Summary,
    kept: Comparison | None,
    choice: Mapping[str, str],
) -> Page:
    """The whole page. At most 1 query for names."""
    family = manifest_of(new).family
    largest = _chosen(mine, "largest", choice)
    names = areas.names({row["area"] for row in largest}, realm=manifest_of(new).realm)
    everywhere: Summary = kept.summary if kept else {}
    return {
        "sentences": list(_sentences(mine, everywhere, _publisher(new))),
        "nothing": not _anything(mine) and not _anything(everywhere),
        "tiles": _tiles(mine),
        "levels": _levels(mine, _("Wat is er veranderd in uw gemeente?")),
        "largest": _largest(largest, names, family) if largest else None,
        "totals": _totals(_chosen(mine, "totals", choice), family, _("Andere totalen")),
        "suspicious": _largest(_chosen(mine, "suspicious", choice), names, family),
        "areas": list(_areas(mine)),
        "statuses": _statuses(mine),
        "kept": kept,
        "everywhere": _levels(everywhere, _("Wat is er veranderd in het hele land?")),
        "everywhere_totals": _totals(
            _chosen(everywhere, "totals", choice), family, _("Andere totalen in het hele land")
        ),
        "choices": _choices(mine, everywhere, family),
        "older": old,
    }


def _publisher(delivery: Delivery) -> str:
    return delivery.dataset.publisher if delivery.dataset else ""


def _anything(summary: Summary) -> bool:
    if not summary:
        return False
    axes = ("periods_new", "periods_gone", "status", "types_new", "types_gone")
    cells = any(any(level["counts"].values()) for level in summary["levels"].values())
    return cells or bool(summary["areas"]) or any(summary[name] for name in axes)


def _count(summary: Summary, name: str) -> int:
    return sum(level["counts"][name] for level in summary.get("levels", {}).values())


# --- what it means -------------------------------------------------------------------------------


def _sentences(mine: Summary, everywhere: Summary, publisher: str) -> Iterator[str]:
    """What changed in plain words; what is usual is said to be usual."""
    yield from _new_periods(mine)
    yield from _changed(mine, everywhere, publisher)
    yield from _areas_moved(mine)
    if mine["status"]:
        yield ngettext(
            "%(count)d periode heeft een andere status.",
            "%(count)d perioden hebben een andere status.",
            len(mine["status"]),
        ) % {"count": len(mine["status"])}
    hidden, published = _count(mine, "hidden"), _count(mine, "published")
    if hidden:
        yield _("De uitgever (%(publisher)s) schermt meer cijfers af dan eerst: %(count)s.") % {
            "publisher": publisher,
            "count": number(hidden),
        }
    if published:
        yield _(
            "De uitgever (%(publisher)s) geeft cijfers vrij die eerst afgeschermd waren: %(count)s."
        ) % {
            "publisher": publisher,
            "count": number(published),
        }
    if zero := _count(mine, "hidden_zero"):
        yield _(
            "Let op: %(count)s cijfers waren eerst afgeschermd en zijn nu nul. "
            "Vraag de uitgever (%(publisher)s) of dat echt nul is."
        ) % {"count": number(zero), "publisher": publisher}


def _new_periods(mine: Summary) -> Iterator[str]:
    if fresh := mine["periods_new"]:
        yield _("Er zijn nieuwe perioden bij: %(periods)s.") % {"periods": _listed(fresh)}
    if gone := mine["periods_gone"]:
        yield _("Deze perioden staan er niet meer in: %(periods)s.") % {"periods": _listed(gone)}


def _listed(codes: Sequence[str]) -> str:
    shown = [period(code) for code in codes]
    if len(shown) > 3:
        return _("%(first)s tot en met %(last)s") % {"first": shown[0], "last": shown[-1]}
    return ", ".join(shown)


def _changed(mine: Summary, everywhere: Summary, publisher: str) -> Iterator[str]:
    compared = sum(level["compared"] for level in mine["levels"].values())
    changed = _count(mine, "changed")
    if changed:
        yield _(
            "De uitgever (%(publisher)s) heeft oude cijfers van uw gemeente bijgewerkt: "
            "%(count)s van de %(compared)s. Dat is gewoon: zaken krijgen later een andere "
            "soort, dag of plaats."
        ) % {
            "publisher": publisher,
            "count": number(changed),
            "compared": number(compared),
        }
    elif compared:
        yield _("Alle %(compared)s oude cijfers van uw gemeente zijn gelijk gebleven.") % {
            "compared": number(compared)
        }
    if everywhere and (total := _count(everywhere, "changed")):
        yield _("In het hele land zijn %(count)s cijfers anders.") % {"count": number(total)}


def _areas_moved(mine: Summary) -> Iterator[str]:
    moved = mine["areas"].values()
    recoded = sum(len(level["recoded"]) for level in moved)
    fresh = sum(len(level["new"]) for level in moved)
    gone = sum(len(level["gone"]) for level in moved)
    if recoded or fresh or gone:
        yield _(
            "De indeling van de gebieden is anders. Nieuwe code: %(recoded)s. "
            "Nieuw: %(fresh)s. Verdwenen: %(gone)s."
        ) % {"recoded": recoded, "fresh": fresh, "gone": gone}


def _tiles(mine: Summary) -> list[dict[str, str]]:
    compared = sum(level["compared"] for level in mine["levels"].values())
    return [
        {"label": _("Vergeleken cijfers"), "value": number(compared)},
        {"label": _("Bijgewerkt"), "value": number(_count(mine, "changed"))},
        {"label": _("Nu afgeschermd"), "value": number(_count(mine, "hidden"))},
        {"label": _("Nu vrijgegeven"), "value": number(_count(mine, "published"))},
    ]


# --- tables --------------------------------------------------------------------------------------


def _levels(summary: Summary, caption: str) -> Table | None:
    if not summary:
        return None
    columns = (
        Column(_("Niveau")),
        Column(_("Vergeleken"), numeric=True),
        Column(_("Bijgewerkt"), numeric=True),
        Column(_("Erbij gekomen"), numeric=True),
        Column(_("Verdwenen"), numeric=True),
        Column(_("Nu afgeschermd"), numeric=True),
        Column(_("Nu vrijgegeven"), numeric=True),
        Column(_("Afgeschermd, nu nul"), numeric=True),
    )
    names = ("changed", "appeared", "disappeared", "hidden", "published", "hidden_zero")
    rows = tuple(
        Row(
            (
                words.level(name),
                number(level["compared"]),
                *(number(level["counts"][each]) for each in names),
            )
        )
        for name, level in summary["levels"].items()
        if level["compared"]
    )
    return Table(caption, columns, rows) if rows else None


def _chosen(summary: Summary, what: str, choice: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of the chosen level and type, the largest change first."""
    rows = [
        {**row, "level": name}
        for name, level in summary.get("levels", {}).items()
        if choice.get("niveau", "") in {"", name}
        for row in level[what]
        if choice.get("soort", "") in {"", row["category"]}
    ]
    return sorted(rows, key=lambda r: -abs((r["new"] or 0) - (r["old"] or 0)))[:SHOWN]


def _largest(
    rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], family: str
) -> Table | None:
    if not rows:
        return None
    columns = (
        Column(_("Gebied")),
        Column(_("Soort")),
        Column(_("Periode")),
        *_numbers(),
    )
    body = tuple(
        Row(
            (
                Cell(names.get(row["area"], row["area"]), sub=words.level(row["level"])),
                words.kind((row["measure"], row["category"]), family),
                period(row["period"]),
                *_difference(row),
            )
        )
        for row in rows
    )
    return Table(_("Grootste veranderingen in uw gemeente"), columns, body)


def _totals(rows: Sequence[Mapping[str, Any]], family: str, caption: str) -> Table | None:
    if not rows:
        return None
    columns = (Column(_("Niveau")), Column(_("Soort")), Column(_("Periode")), *_numbers())
    body = tuple(
        Row(
            (
                words.level(row["level"]),
                words.kind((row["measure"], row["category"]), family),
                period(row["period"]),
                *_difference(row),
            )
        )
        for row in rows
    )
    return Table(caption, columns, body)


def _numbers() -> tuple[Column, ...]:
    return (
        Column(_("Was"), numeric=True),
        Column(_("Is nu"), numeric=True),
        Column(_("Verschil"), numeric=True),
    )


def _difference(row: Mapping[str, Any]) -> tuple[str, str, str]:
    old, new = row["old"], row["new"]
    missing = _("afgeschermd") if row.get("old_state") == State.HIDDEN else "–"
    return (
        number(old) if old is not None else missing,
        number(new) if new is not None else "–",
        signed(new - old, 0) if old is not None and new is not None else "–",
    )


def _areas(mine: Summary) -> Iterator[Table]:
    """What happened to areas, per level."""
    for name, moved in mine["areas"].items():
        rows = [
            *(Row((r["name"], r["old"], r["new"], _("nieuwe code"))) for r in moved["recoded"]),
            *(Row((r["name"], "–", r["area"], _("nieuw"))) for r in moved["new"]),
            *(Row((r["name"], r["area"], "–", _("verdwenen"))) for r in moved["gone"]),
        ]
        columns = (
            Column(_("Gebied")),
            Column(_("Code was")),
            Column(_("Code is nu")),
            Column(_("Wat is er gebeurd?")),
        )
        caption = _("Andere gebieden: %(level)s") % {"level": words.level(name)}
        yield Table(caption, columns, tuple(rows))


def _statuses(mine: Summary) -> Table | None:
    if not mine["status"]:
        return None
    columns = (Column(_("Periode")), Column(_("Was")), Column(_("Is nu")))
    rows = tuple(
        Row((period(row["period"]), _status(row["old"]), _status(row["new"])))
        for row in mine["status"]
    )
    return Table(_("Perioden met een andere status"), columns, rows)


def _status(code: str) -> str:
    return str(STATUSES[code]) if code in STATUSES else _("definitief")


def _choices(mine: Summary, everywhere: Summary, family: str) -> dict[str, list[tuple[str, str]]]:
    names = dict.fromkeys([*mine["levels"], *everywhere.get("levels", {})])
    rows = [
        *(r for level in mine["levels"].values() for r in (*level["largest"], *level["totals"])),
        *(r for level in everywhere.get("levels", {}).values() for r in level["totals"]),
    ]
    types = sorted({row["category"] for row in rows if row["category"]})
    return {
        "niveau": [("", _("Alle niveaus")), *((name, words.level(name)) for name in names)],
        "soort": [
            ("", _("Alle soorten")),
            *((code, words.category(code, family)) for code in types),
        ],
    }


# --- every cell, to keep -------------------------------------------------------------------------

HEADER = ("measure", "type", "area", "period", "old", "new", "old_state", "new_state")


def every_cell(old: Delivery, new: Delivery, municipality: str) -> Iterator[tuple[str, ...]]:
    """Each differing cell of one municipality, level by level, in little memory."""
    before, after = (
        comparing.Vintage(old, municipality),
        comparing.Vintage(new, municipality),
    )
    yield HEADER
    for level in comparing.levels(before, after):
        for delta in comparing.deltas(before, after, level):
            for change in changes(delta):
                yield (
                    change.measure,
                    change.category,
                    change.area,
                    change.period,
                    "" if change.old is None else f"{change.old:g}",
                    "" if change.new is None else f"{change.new:g}",
                    State(change.old_state).name.lower(),
                    State(change.new_state).name.lower(),
                )
