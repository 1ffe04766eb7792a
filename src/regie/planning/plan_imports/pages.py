"""What the pages of an existing plan show."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Protocol, cast

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.findings.rules import looks_personal
from regie.evidence.findings.subjects import by_code
from regie.evidence.wording.words import name
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.accounts.languages import chosen
from regie.foundation.organizations.models import Municipality
from regie.planning.critiques.words import Said
from regie.planning.objectives import readings
from regie.planning.objectives.grounds import Ground, ground
from regie.planning.objectives.judging import LEVELS, SHORT
from regie.planning.objectives.models import Direction
from regie.planning.plan_imports import queries
from regie.planning.plan_imports.judging import verdict
from regie.planning.plan_imports.models import (
    FoundObjective,
    FoundState,
    ImportPart,
    ImportState,
    PlanImport,
)
from regie.planning.plan_imports.permissions import TAKE_OVER
from regie.planning.plan_recognition.indicating import likely
from regie.planning.plan_texts import markdown
from regie.policy.plan_sections import PLAN_SECTIONS
from regie.ui import prose
from regie.ui.formats import number

Context = dict[str, Any]
LETTERS_PER_WORD = 6.2
BADGES = {
    ImportState.RECEIVED: "info",
    ImportState.READING: "info",
    ImportState.READ: "warning",
    ImportState.REFUSED: "negative",
    ImportState.TAKEN: "positive",
    ImportState.DISCARDED: "neutral",
}


def to(name: str, municipality: Municipality, *numbers: int) -> str:
    """An address of this room."""
    return reverse(f"plan_imports:{name}", args=[municipality.slug, *numbers])


def taken_url(document: PlanImport) -> str:
    """The plan that a document was taken over into; "" when it was not."""
    town = document.municipality.slug
    plan = document.plan_id
    return f"{reverse('plans:plan', args=[town])}?plan={plan}" if plan else ""


def crumbs(municipality: Municipality, document: PlanImport | None = None) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    path = [
        (_("Plan"), reverse("plans:plan", args=[municipality.slug])),
        (_("Bestaand plan"), to("home", municipality)),
    ]
    if document is not None:
        path.append((document.file_name, to("document", municipality, document.pk)))
    return path


def home(membership: Membership) -> Context:
    """The documents that were read in. 1 query."""
    town = membership.municipality
    rows = [
        {
            "row": row,
            "url": to("document", town, row.pk),
            "badge": {"text": row.get_state_display(), "kind": BADGES[ImportState(row.state)]},
        }
        for row in queries.documents_of(town)
    ]
    return {"rows": rows, "crumbs": crumbs(town)[:-1]}


def about(document: PlanImport) -> list[tuple[str, ...]]:
    """What the file was."""
    read = document.read_at
    period = f"{document.first_year}–{document.last_year}" if document.last_year else ""
    facts: list[tuple[str, ...]] = [
        (_("Bestand"), document.file_name),
        (_("Omvang"), _("%(kb)s kB") % {"kb": number(max(1, document.size // 1024))}),
        (_("Controlegetal (sha256)"), document.sha256),
        (_("Gelezen op"), date_format(timezone.localtime(read), "j F Y H:i") if read else ""),
        (_("Aangeleverd door"), str(document.received_by or "")),
        (_("Periode van het plan"), period or str(document.first_year or "")),
    ]
    return [fact for fact in facts if fact[1]]


def left_out(document: PlanImport) -> list[str]:
    """What was not read, in words."""
    told: dict[str, Callable[[int], str]] = {
        "pictures": lambda n: ngettext(
            "%(n)s afbeelding is niet gelezen.", "%(n)s afbeeldingen zijn niet gelezen.", n
        ),
        "scanned": lambda n: ngettext(
            "%(n)s bladzijde is alleen een beeld. De tekst daarop is niet gelezen.",
            "%(n)s bladzijden zijn alleen een beeld. De tekst daarop is niet gelezen.",
            n,
        ),
        "headers": lambda n: ngettext(
            "%(n)s regel boven of onder aan een bladzijde is weggelaten.",
            "%(n)s regels boven of onder aan een bladzijde zijn weggelaten.",
            n,
        ),
        "toc": lambda _n: _("De inhoudsopgave is weggelaten."),
        "hidden": lambda n: ngettext(
            "%(n)s stuk verborgen tekst is weggelaten.",
            "%(n)s stukken verborgen tekst zijn weggelaten.",
            n,
        ),
        "inserted": lambda n: ngettext(
            "%(n)s voorgestelde toevoeging is gelezen alsof die is aanvaard.",
            "%(n)s voorgestelde toevoegingen zijn gelezen alsof die zijn aanvaard.",
            n,
        ),
        "deleted": lambda n: ngettext(
            "%(n)s voorgestelde schrapping is weggelaten.",
            "%(n)s voorgestelde schrappingen zijn weggelaten.",
            n,
        ),
        "comments": lambda n: ngettext(
            "%(n)s opmerking in de kantlijn is weggelaten.",
            "%(n)s opmerkingen in de kantlijn zijn weggelaten.",
            n,
        ),
        "boxes": lambda n: ngettext(
            "De tekst van %(n)s tekstvak staat onder de alinea waar het bij hoort.",
            "De tekst van %(n)s tekstvakken staat onder de alinea waar die bij horen.",
            n,
        ),
        "notes": lambda n: ngettext(
            "%(n)s voetnoot staat tussen haken in de tekst.",
            "%(n)s voetnoten staan tussen haken in de tekst.",
            n,
        ),
        "merged": lambda n: ngettext(
            "%(n)s samengevoegde cel is weer gesplitst. Controleer die tabel.",
            "%(n)s samengevoegde cellen zijn weer gesplitst. Controleer die tabellen.",
            n,
        ),
        "inner": lambda n: ngettext(
            "%(n)s tabel in een tabel staat als woorden in haar cel.",
            "%(n)s tabellen in een tabel staan als woorden in hun cel.",
            n,
        ),
        "deep": lambda n: ngettext(
            "%(n)s punt lag dieper dan drie lijsten. Het staat nu op het derde niveau.",
            "%(n)s punten lagen dieper dan drie lijsten. Zij staan nu op het derde niveau.",
            n,
        ),
        "formulas": lambda n: ngettext(
            "%(n)s formule is niet gelezen.", "%(n)s formules zijn niet gelezen.", n
        ),
        "unknown": lambda n: ngettext(
            "%(n)s stuk tekst is niet gelezen: Regie kent die vorm niet.",
            "%(n)s stukken tekst zijn niet gelezen: Regie kent die vorm niet.",
            n,
        ),
    }
    counted = document.left_out
    return [
        say(counted[name]) % {"n": counted[name]} for name, say in told.items() if name in counted
    ]


def review(
    membership: Membership, document: PlanImport, parts: Iterable[ImportPart], page: str | None
) -> Context:
    """The parts and the objectives to look at. 8 queries beside those of the parts."""
    town = membership.municipality
    rows = queries.objectives_of(document)
    counts = queries.counts_of(document, rows)
    known = ground(town)
    judged = _judged(document, rows, known)
    shown = Paginator(judged, queries.OBJECTIVES_PER_PAGE).get_page(page)
    for item in shown:
        item["measured"] = measured_by(item["row"], known)
    return {
        "counts": counts,
        "parts": parts,
        "part_rows": [_part_row(part, town, document) for part in parts],
        "objectives": shown,
        "heavy": sum(any(each.level == "stop" for each, _badge in item["said"]) for item in judged),
        "good": sum(not item["said"] for item in judged),
        "may_take": decision(TAKE_OVER, role=membership.role),
        "same": [row for row in queries.same_files(document) if row.plan_id],
    }


class _Beginning(Protocol):
    """A part as it is listed: with the beginning and the length of its text."""

    begins: str
    length: int


def _part_row(part: ImportPart, town: Municipality, document: PlanImport) -> Context:
    listed = cast(_Beginning, part)
    text, length = listed.begins, listed.length
    words = " ".join(prose.plain(text).split())
    return {
        "row": part,
        "name": str(part.title or _("Zonder kop")),
        "url": to("part", town, document.pk, part.pk),
        "begins": f"{words[:180]}…" if len(words) > 180 or length > len(text) else words,
        "words": round(length / LETTERS_PER_WORD),
        "hint": hint(part),
        "approach": part.kind == "approach",
    }


def hint(part: ImportPart) -> str:
    """How sure the suggestion is, in words; "" without one."""
    item = PLAN_SECTIONS().section(part.suggested)
    if item is None:
        return ""
    name = chosen(item.name, item.name_en)
    words = {
        "sure": _("Zeker: de kop is “%(name)s”."),
        "likely": _("Waarschijnlijk “%(name)s”, door de woorden in de kop."),
        "chapter": _("Misschien “%(name)s”, want het hoofdstuk is dat."),
    }
    return words.get(part.certainty, words["likely"]) % {"name": name}


# --- objectives -----------------------------------------------------------------------------------


def _judged(document: PlanImport, rows: Sequence[FoundObjective], known: Ground) -> list[Context]:
    today = timezone.localdate()
    return [objective_item(row, document, verdict(row, document, today, known)) for row in rows]


def measured_by(row: FoundObjective, known: Ground) -> Context:
    """The figure that was chosen for an objective, and those that it may mean. No queries.

    Offered is what has figures here; nothing is chosen by itself.
    """
    if row.indicator:
        return {"chosen": _figure(known, row.indicator), "offers": []}
    about = str(row.part.title) if row.part else ""
    words = f"{row.statement} {row.words} {row.measured_by}"
    codes = likely(words, about=about, source=row.baseline_source)
    offers = [found for code in codes if (found := _figure(known, code))]
    return {"chosen": None, "offers": offers}


def _figure(known: Ground, code: str) -> Context | None:
    """A figure by its name, with where it comes from and its newest value; None without figures."""
    found = readings.measure(known, code)
    if found is None:
        definition = by_code().get(code)
        named = name(definition) if definition else code
        return None if definition and definition.available else {"code": code, "name": named}
    about = [part for part in (found.source, found.rhythm, found.latest) if part]
    return {"code": code, "name": found.name, "about": " · ".join(about)}


def objective_item(row: FoundObjective, document: PlanImport, said: Sequence[Said]) -> Context:
    """One objective with what was read of it and what is said of it."""
    return {
        "row": row,
        "url": to("objective", document.municipality, document.pk, row.pk),
        "said": [(each, _level(each)) for each in said],
        "short": [{"text": str(SHORT[each.code]), "kind": LEVELS[each.level][1]} for each in said],
        "facts": read_of(row),
        "where": _where(row),
        "personal": any(map(looks_personal, (row.words, row.statement))),
        "state": {"text": row.get_state_display(), "kind": _STATES[FoundState(row.state)]},
    }


def _level(said: Said) -> dict[str, str]:
    words, kind = LEVELS[said.level]
    return {"text": str(words), "kind": kind}


_STATES = {FoundState.OPEN: "warning", FoundState.ACCEPTED: "positive", FoundState.LEFT: "neutral"}


def _where(row: FoundObjective) -> str:
    told = {
        "sentence": _("Gevonden in een zin"),
        "heading": _("Gevonden onder een kop over doelen"),
        "table": _("Gevonden in een tabel"),
    }
    return told.get(row.where, "")


def read_of(row: FoundObjective) -> list[tuple[str, str]]:
    """What was read of an objective, in words; what is not there is left out."""
    start = _value(row.baseline, row.unit)
    since = f"{start} ({row.baseline_year})" if start and row.baseline_year else start
    goal = _value(row.target, row.unit)
    day = date_format(row.target_date, "j F Y") if row.target_date else ""
    direction = str(Direction(row.direction).label) if row.direction else ""
    change = f"{_value(row.target_percent, '%')} {direction}".strip() if row.target_percent else ""
    facts = [
        (_("Waaraan gemeten"), row.measured_by),
        (_("Welke kant op"), "" if change else direction),
        (_("Nulmeting"), since),
        (_("Jaar van de nulmeting"), "" if since else str(row.baseline_year or "")),
        (_("Bron"), row.baseline_source),
        (_("Streefwaarde"), goal),
        (_("Verschil"), change),
        (_("Bereikt op"), day),
        (_("Wie is verantwoordelijk"), row.owner),
    ]
    return [fact for fact in facts if fact[1]]


def _value(value: Decimal | None, unit: str) -> str:
    if value is None:
        return ""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    words = number(float(value), places)
    return f"{words}{unit}" if unit.startswith("%") else f"{words} {unit}".strip()


# --- one part -------------------------------------------------------------------------------------


def part_page(document: PlanImport, part: ImportPart) -> Context:
    """One part: how it reads, where it can be cut, and which lines may be about a person."""
    lines = part.text.split("\n")
    return {
        "part": part,
        "name": part.title or _("Zonder kop"),
        "html": prose.html(part.text),
        "problems": prose.problems(part.text),
        "cuts": [{"line": line, "title": title} for line, title in markdown.headings(part.text)],
        "personal": [line[:200] for line in lines if looks_personal(line)][:50],
        "hint": hint(part),
    }
