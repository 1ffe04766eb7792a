"""What stands on the pages about documents: plain values for a template."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.foundation.organizations.models import Municipality
from regie.presentation.publications import queries, rules
from regie.presentation.publications.editions import FORMS
from regie.presentation.publications.kind import Kind
from regie.presentation.publications.kinds import BY_CODE
from regie.presentation.publications.models import Document, DocumentState
from regie.presentation.publications.plan_desk import NAMES
from regie.ui.tables import Cell, Column, Row, Table

BUSY = frozenset({DocumentState.WAITING, DocumentState.MAKING})
BADGES = {
    DocumentState.WAITING: "info",
    DocumentState.MAKING: "info",
    DocumentState.DONE: "positive",
    DocumentState.FAILED: "negative",
}
Page = dict[str, Any]


def to(name: str, town: Municipality, pk: int, **more: object) -> str:
    """The address of a page of this room."""
    return reverse(f"publications:{name}", kwargs={"gemeente": town.slug, "pk": pk, **more})


def languages() -> dict[str, str]:
    """The languages in which documents come, in words."""
    return {code: _(str(name)) for code, name in settings.LANGUAGES}


def making(row: Document) -> Page:
    """One document: how far it is, why it failed, or where it is. 1 query while it waits."""
    town, busy = row.municipality, row.state in BUSY
    share = rules.share(row.state, row.progress)
    return {
        "row": row,
        "title": title(row),
        "busy": busy,
        "seen": token(row),
        "words": _(rules.told(row.state, row.progress)) % _counts(row.progress),
        "before": queries.before(row) if row.state == DocumentState.WAITING else 0,
        "percent": None if share is None else 100 * share,
        "refusal": _(row.refusal) % row.refusal_params if row.refusal else "",
        "facts": _facts(row),
        "file_url": to("file", town, row.pk),
        "again_url": to("again", town, row.pk),
        "here": to("document", town, row.pk),
        "crumbs": _crumbs(row),
    }


def title(row: Document) -> str:
    """What a document is, with its form."""
    kind = BY_CODE.get(row.kind)
    return f"{(kind and kind.label) or row.name} ({NAMES[row.form]})"


def token(row: Document) -> str:
    """What somebody who waits has seen: the page answers only when there is more."""
    told = row.progress
    return f"{row.state}-{told.get('stage', '')}-{told.get('done', 0)}"


def _counts(progress: Page) -> Page:
    return {"done": progress.get("done", 0), "of": progress.get("of", 0)}


def _facts(row: Document) -> list[tuple[str, str]]:
    """What is known of a file, for who wants to compare it."""
    found = [
        (_("Bestand"), f"{row.name}.{FORMS[row.form].ending}"),
        (_("Taal"), languages().get(row.language, row.language)),
    ]
    if row.state == DocumentState.DONE:
        found += [
            (_("Grootte"), filesizeformat(row.size)),
            (_("Gemaakt"), _moment(row)),
            (_("SHA-256 van het bestand"), row.sha256),
        ]
    return [*found, (_("SHA-256 van de inhoud"), row.mark)]


def _moment(row: Document) -> str:
    return date_format(localtime(row.made_at), "j F Y H:i") if row.made_at else ""


def place(row: Document) -> str:
    """The address beside which a document is given; of the plan as it is now that of its papers."""
    town, kind = row.municipality, BY_CODE.get(row.kind)
    home = reverse("publications:papers", args=[town.slug])
    return f"/{town.slug}/{kind.address}" if kind and kind.address else home


def _crumbs(row: Document) -> list[tuple[str, str]]:
    """The way back: to the documents of the same thing."""
    town = row.municipality
    if row.kind.startswith("analysis"):
        return [(_("Documenten van de analyse"), to("analysis_documents", town, row.subject))]
    if row.kind.startswith(("plan", "council")) and row.kind != "plan_test":
        home = reverse("publications:papers", kwargs={"gemeente": town.slug})
        return [(_("Documenten van het plan"), home)]
    return []


# --- the overview ---------------------------------------------------------------------------------


def overview(town: Municipality, kinds: Sequence[Kind], subject: int, mark: str) -> list[Page]:
    """Each kind of paper of an edition: what there is as a table, what is not there as links.

    1 query.
    """
    rows = queries.documents_of(town, [kind.code for kind in kinds], [subject])
    known = {(row.kind, row.language, row.form): row for row in rows if row.mark == mark}
    return [_papers(town, kind, subject, known) for kind in kinds]


def _papers(
    town: Municipality, kind: Kind, subject: int, known: Mapping[tuple[str, str, str], Document]
) -> Page:
    found, missing = [], []
    for language, spoken in languages().items():
        for form in FORMS:
            address = f"{to(kind.code, town, subject, form=form)}?taal={language}"
            row = known.get((kind.code, language, form))
            if row is None:
                missing.append((f"{NAMES[form]}, {spoken}", address))
            else:
                found.append(Row(tuple(_cells(row, address, spoken))))
    columns = (
        Column(_("Vorm")),
        Column(_("Taal")),
        Column(_("Stand")),
        Column(_("Grootte"), numeric=True),
        Column(_("Gemaakt")),
        Column(_("SHA-256")),
    )
    table = Table(str(kind.label), columns, tuple(found)) if found else None
    return {"name": kind.label, "table": table, "missing": missing}


def _cells(row: Document, address: str, spoken: str) -> Iterator[Cell | str]:
    state = DocumentState(row.state)
    done = state == DocumentState.DONE
    yield Cell(NAMES[row.form], href=address)
    yield spoken
    yield Cell(badge=str(state.label), badge_kind=BADGES[state])
    yield filesizeformat(row.size) if done else "–"
    yield _moment(row) if done else "–"
    yield row.sha256 if done else "–"
