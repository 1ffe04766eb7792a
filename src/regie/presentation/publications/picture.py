"""The safety picture of one municipality as a folder that opens from disk.

Written by `regie analyse`: pages (HTML), every reading (`waarden.csv`), the definitions
(`indicatoren.csv`), the same as one structure (`veiligheidsbeeld.json`) and the deliveries it all
rests on (`leveringen.json`). The pages are those of the site, with links between files.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from regie.evidence.diagnosis import csv_files, pages
from regie.evidence.diagnosis.desk import Desk, desk
from regie.evidence.diagnosis.indicator_page import Choice, indicator_page
from regie.evidence.diagnosis.links import FolderLinks
from regie.evidence.indicators import overview, parts
from regie.evidence.indicators.cube import LOCAL, MUNICIPALITY, evidence
from regie.evidence.indicators.definitions import Definition, definitions
from regie.evidence.indicators.geography import outlines
from regie.evidence.indicators.overview import Entry, Picture
from regie.evidence.indicators.rules import Reading
from regie.evidence.sources.models import Dataset, Delivery, DeliveryState
from regie.evidence.wording import sentences, words
from regie.foundation.areas.rules import canonical, parse_code
from regie.ui.standalone import copy_assets

Progress = Callable[[int, int, str], None]


class NoPictureError(Exception):
    """There is nothing to write; the message says why and what to do."""


@dataclass(frozen=True)
class Written:
    """What was written and what could not be said."""

    folder: Path
    indicators: int
    files: int
    missing: tuple[str, ...]


def write_picture(municipality_code: str, out: Path, progress: Progress | None = None) -> Written:
    """Write the picture of a municipality into the folder `out`, which is made or replaced.

    `progress(done, total, label)` is called per page. Nothing is left half-written: the folder
    is made beside `out` and moved when complete. Raises NoPictureError when the code is not of a
    municipality or when no figures about it were read, and OSError when the disk is full.
    """
    at = _desk(municipality_code)
    view = overview.picture(at.found, at.places.country_name)
    if not view.entries:
        raise NoPictureError(_no_figures(at))
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        written = _fill(at, view, work, progress or _silent)
        _swap(work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Written(out, written, sum(1 for p in out.rglob("*") if p.is_file()), missing(at))


def _silent(done: int, total: int, label: str) -> None:
    """No progress is wanted."""


def _desk(code: str) -> Desk:
    known = parse_code(code)
    if known is None or known.kind != MUNICIPALITY or known.pseudo:
        raise NoPictureError(
            _("%(code)s is geen gemeentecode. Schrijf die als GM0344.") % {"code": code}
        )
    at = desk(evidence(known.realm, canonical(code)), FolderLinks(), "")
    return desk(at.found, FolderLinks(), at.places.name(known.code))


def _no_figures(at: Desk) -> str:
    if at.found.municipality not in at.places.municipalities:
        return _("Gemeente %(code)s is niet bekend.") % {"code": at.found.municipality}
    return _(
        "Over %(name)s zijn nog geen cijfers ingelezen. Lees eerst een tabel in met regie import."
    ) % {"name": at.name}


def _swap(work: Path, out: Path) -> None:
    """Put the finished folder in place of an earlier one."""
    if out.exists() and not (out / "veiligheidsbeeld.json").exists() and any(out.iterdir()):
        raise NoPictureError(
            _("De map %(folder)s bevat iets anders. Kies een lege map.") % {"folder": out.name}
        )
    if out.exists():
        shutil.rmtree(out)
    work.chmod(0o755)
    work.rename(out)


def _fill(at: Desk, view: Picture, folder: Path, progress: Progress) -> int:
    shown = [item for item in definitions() if _has_page(at, view, item)]
    total = len(shown) + len(view.fields) + 2
    copy_assets(folder / "opmaak")
    _write(folder, "index.html", "picture", {**pages.picture_page(at), "missing": missing(at)})
    for done, field in enumerate(view.fields, 1):
        progress(done, total, field.item.name)
        _write(folder, at.links.field(field.item.slug), "field", _field(at, field.item.slug))
    for done, definition in enumerate(shown, 1 + len(view.fields)):
        progress(done, total, words.name(definition))
        page = indicator_page(at, definition, Choice()) or {}
        _write(folder, at.links.indicator(definition.slug), "indicator", page)
    progress(total - 1, total, "CSV, JSON")
    _write_data(at, view, folder)
    progress(total, total, "")
    return len(shown)


def _field(at: Desk, slug: str) -> pages.Page:
    return pages.field_page(at, slug) or {}


def _has_page(at: Desk, view: Picture, definition: Definition) -> bool:
    """Every indicator that a page links to has a page, also when it says why it is empty."""
    linked = {entry.definition.code for entry in (*view.entries, *view.budget)}
    return definition.code in linked


def _write(folder: Path, name: str, template: str, page: pages.Page) -> None:
    owner = page.get("name", "")
    context = {**page, "owner": owner, "assets": "opmaak/", "folder": True}
    html = render_to_string(f"publications/{template}.html", context)
    (folder / name).write_text(html, encoding="utf-8")


def _write_data(at: Desk, view: Picture, folder: Path) -> None:
    code = at.found.municipality
    rows = csv_files.write(csv_files.COLUMNS, csv_files.area_rows(at, code, beside=True))
    (folder / "waarden.csv").write_text(rows, encoding="utf-8-sig", newline="")
    (folder / "indicatoren.csv").write_text(
        csv_files.of_definitions(), encoding="utf-8-sig", newline=""
    )
    _write_json(folder / "leveringen.json", deliveries(at))
    _write_json(folder / "veiligheidsbeeld.json", as_data(at, view))


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def deliveries(at: Desk) -> list[dict[str, Any]]:
    """The deliveries in use in this realm, as data. 1 query."""
    found = Delivery.objects.filter(
        state=DeliveryState.AVAILABLE, dataset__realm=at.found.realm
    ).select_related("dataset")
    return [_delivery(item, item.dataset) for item in found if item.dataset]


def _delivery(item: Delivery, dataset: Dataset) -> dict[str, Any]:
    return {
        "levering": item.pk,
        "tabel": dataset.table_id,
        "titel": dataset.title,
        "uitgever": dataset.publisher,
        "licentie": dataset.licence,
        "bestand": item.file_name,
        "sha256": item.sha256,
        "stand": item.vintage.isoformat() if item.vintage else None,
        "ontvangen": item.received_at.isoformat(),
        "indelingsjaar": item.classification_year,
        "eerste_periode": item.first_period,
        "laatste_periode": item.last_period,
    }


def as_data(at: Desk, view: Picture) -> dict[str, Any]:
    """The picture as one structure; the explanation page `picture` documents it."""
    return {
        "versie": 1,
        "gemeente": {"code": at.found.municipality, "naam": at.name},
        "laatste_periode": view.latest_period,
        "ontbreekt": list(missing(at)),
        "velden": [
            {
                "code": field.item.code,
                "naam": words.chosen(field.item.name, field.item.name_en),
                "stand": sentences.field_state(field),
                "vergelijking": list(sentences.field_lines(field, at.places.country_name)),
                "themas": [
                    {
                        "code": theme.item.code,
                        "naam": words.chosen(theme.item.name, theme.item.name_en),
                        "indicatoren": [_entry(entry) for entry in theme.filled],
                    }
                    for theme in field.themes
                ],
            }
            for field in view.fields
        ],
        "totalen": [_entry(entry) for entry in view.totals if entry.reading],
        "verplicht": [_entry(entry) for entry in view.budget],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    series = entry.series
    readings = series.readings if series else entry.survey.readings if entry.survey else ()
    return {
        "code": entry.definition.code,
        "slug": entry.definition.slug,
        "naam": words.name(entry.definition),
        "noemer": series.denominator if series else None,
        "vergelijking_met_land": entry.standing.value,
        "land": _reading(entry.country) if entry.country else None,
        "metingen": [_reading(item) for item in readings],
    }


def _reading(item: Reading) -> dict[str, Any]:
    return {
        "periode": item.period,
        "aantal": item.count,
        "noemer": item.denominator,
        "noemer_jaar": item.denominator_year,
        "waarde": item.rate,
        "ondergrens_95": item.low,
        "bovengrens_95": item.high,
        "status": item.state.name.lower(),
        "reden": item.reason.value,
        "voorlopig": item.provisional,
        "geschat": item.estimated,
        "indicatief": item.indicative,
    }


def missing(at: Desk) -> tuple[str, ...]:
    """What this picture cannot say because a source was not read."""
    own = at.found.municipality
    people = parts.inhabitants(at.found, own, MUNICIPALITY)
    view = overview.picture(at.found, at.places.country_name)
    checks = (
        (people is None, _("Het inwonertal ontbreekt: er zijn geen cijfers per 1.000 inwoners.")),
        (
            people is not None and at.found.denominator("dwellings", MUNICIPALITY) is None,
            _(
                "Het aantal woningen is niet bekend: alles staat per 1.000 inwoners. "
                "Dat aantal staat in Kerncijfers wijken en buurten."
            ),
        ),
        (
            not any(at.found.counts("offence", level) for level in LOCAL),
            _("Er zijn geen cijfers per wijk of buurt ingelezen."),
        ),
        (
            at.found.counts("nuisance", MUNICIPALITY) is None,
            _("Cijfers over overlast ontbreken."),
        ),
        (
            not any(entry.reading for entry in view.totals),
            _("Het totaal van de politie staat niet in de ingelezen tabellen."),
        ),
        (
            not outlines(at.found, MUNICIPALITY, None),
            _("Grenzen ontbreken: er zijn geen kaarten."),
        ),
        (
            not any(entry.survey for entry in view.entries),
            _("De Veiligheidsmonitor zegt niets over deze gemeente."),
        ),
    )
    return tuple(text for absent, text in checks if absent)
