"""Files of partners in the reader's words: sentences, tables and steps for the pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from regie.evidence.profiles.profile import Profile
from regie.evidence.profiles.proposal import ProposedColumn
from regie.evidence.profiles.roles import ROLES, Role
from regie.evidence.registrations import drafts, workflow
from regie.evidence.registrations.models import Upload, UploadState
from regie.evidence.series.counts_page import span_of
from regie.evidence.series.heads import Look
from regie.evidence.series.queries import RegistrationView
from regie.evidence.series.saying import say
from regie.evidence.sources.models import DeliveryState
from regie.evidence.sources.presenting import size
from regie.evidence.tallies.results import CellError
from regie.evidence.values.dates import read_day
from regie.evidence.values.words import key
from regie.foundation.organizations.models import Municipality
from regie.ui.formats import number
from regie.ui.tables import Cell, Column, Row, Table

BADGES = {
    UploadState.RECEIVED: "info",
    UploadState.UNDERSTOOD: "info",
    UploadState.CHECKING: "info",
    UploadState.CHECKED: "info",
    UploadState.STORED: "positive",
    UploadState.REFUSED: "negative",
    UploadState.WITHDRAWN: "neutral",
}
STEPS = (
    gettext_lazy("Bestand"),
    gettext_lazy("Kolommen"),
    gettext_lazy("Proef"),
    gettext_lazy("Resultaat"),
)
PLACES = {
    UploadState.RECEIVED: 0,
    UploadState.UNDERSTOOD: 1,
    UploadState.CHECKING: 2,
    UploadState.CHECKED: 2,
    UploadState.STORED: 4,
    UploadState.REFUSED: 0,
    UploadState.WITHDRAWN: 0,
}
CERTAINTIES = {
    "sure": (pgettext_lazy("certainty", "zeker"), "positive"),
    "likely": (pgettext_lazy("certainty", "waarschijnlijk"), "info"),
    "guess": (pgettext_lazy("certainty", "gok"), "warning"),
}
PHASES = {
    "people": gettext_lazy("Regie zoekt naar gegevens over personen."),
    "count": gettext_lazy("Regie telt de rijen."),
}
SHOWN_COLUMNS, SHOWN_ROWS, SHOWN_MISSING = 8, 5, 10
LEFT_OUT = {Role.IGNORE, Role.FREE_TEXT, Role.PERSONAL}
NEWER = gettext_lazy("Er is daarna een nieuwer bestand opgeslagen. Draai dat eerst terug.")


@dataclass(frozen=True)
class ColumnView:
    """What Regie thinks of one column, in words."""

    header: str
    examples: str
    reason: str
    certainty: str
    kind: str
    personal: str


@dataclass(frozen=True)
class LookView:
    """The head of a file for the page: where the table is, and the first rows as understood."""

    facts: list[tuple[str, str]]
    first: Table | None
    columns: dict[int, ColumnView]
    personal: list[str]
    notes: list[str]


@dataclass(frozen=True)
class ProgressView:
    """How far the counting is."""

    percent: float | None
    words: str


def crumbs(municipality: Municipality) -> list[tuple[str, str]]:
    """The way back: data, registrations."""
    where = {"gemeente": municipality.slug}
    return [
        (_("Gegevens"), reverse("sources:deliveries", kwargs=where)),
        (_("Registraties"), reverse("registrations:home", kwargs=where)),
    ]


def steps(upload: Upload | None) -> list[dict[str, str]]:
    """The four steps with the present one; earlier steps that can be opened have an address."""
    now = PLACES[UploadState(upload.state)] if upload else 0
    listed = []
    for place, label in enumerate(STEPS):
        state = "gereed" if place < now else ("nu" if place == now else "straks")
        back = upload is not None and place == 1 and upload.state == UploadState.CHECKED
        url = _address("columns", upload) if back and upload else ""
        listed.append({"label": str(label), "state": state, "url": url, "note": ""})
    return listed


def _address(name: str, upload: Upload) -> str:
    where = {"gemeente": upload.municipality.slug, "pk": upload.pk}
    return reverse(f"registrations:{name}", kwargs=where)


def why_not_undo(upload: Upload) -> str:
    """Why a stored file cannot be taken back, in words; "" when it can."""
    in_use = upload.delivery and upload.delivery.state == DeliveryState.AVAILABLE
    return "" if in_use else str(NEWER)


def refusal(upload: Upload) -> str:
    """Why a file was refused or given back, in the reader's language."""
    return say(upload.refusal, upload.refusal_params) if upload.refusal else ""


def problems(profile: Profile) -> list[str]:
    """Why nothing can be counted yet."""
    return [say(problem.sentence, problem.params) for problem in profile.problems()]


def differences(upload: Upload, look: Look, profile: Profile) -> list[str]:
    """What is different from last time: columns that are gone, and other meanings. 1 query."""
    lacking = profile.missing(look.grid.header)[:SHOWN_MISSING]
    words = _("Deze kolom staat niet meer in het bestand: %(name)s.")
    found = [words % {"name": name} for name in lacking]
    return found + [say(each.sentence, each.params) for each in drafts.differences(upload)]


def progress(upload: Upload) -> ProgressView:
    """Where the counting stands; without a percentage while it waits its turn."""
    kept = upload.progress
    if not kept:
        return ProgressView(None, _("Het bestand wacht tot het wordt geteld."))
    phase = PHASES.get(str(kept.get("phase")), PHASES["count"])
    return ProgressView(100 * float(kept.get("part", 0)), str(phase))


# --- the head of a file --------------------------------------------------------------------------


def show_look(look: Look, profile: Profile) -> LookView:
    """The head of a file in words."""
    grid, proposal = look.grid, look.proposal
    facts = [
        (_("Omvang"), size(grid.size)),
        (_("Kolommen"), number(len(grid.header))),
    ]
    if grid.total_rows:
        facts.append((_("Rijen"), number(grid.total_rows)))
    if grid.header_line:
        facts.append((_("Koppen in rij"), str(grid.header_line)))
    if grid.sheet:
        facts.append((_("Werkblad"), grid.sheet))
    return LookView(
        facts=facts,
        first=_first_rows(look, profile),
        columns={column.position: _column(column) for column in proposal.columns},
        personal=[say(f.sentence, f.params) for f in proposal.findings],
        notes=[say(note.sentence, note.params) for note in grid.notes],
    )


def _column(column: ProposedColumn) -> ColumnView:
    word, kind = CERTAINTIES[column.certainty]
    finding = column.finding
    return ColumnView(
        header=column.header,
        examples=", ".join(column.examples),
        reason=say(column.reason, column.params),
        certainty=str(word),
        kind=kind,
        personal=say(finding.sentence, finding.params) if finding else "",
    )


def _first_rows(look: Look, profile: Profile) -> Table | None:
    """The first rows, with only the columns that Regie uses and nothing about people."""
    roles = profile.roles(look.grid.header)
    personal = {finding.position for finding in look.proposal.findings}
    places = [
        position
        for position, role in enumerate(roles)
        if role not in LEFT_OUT and position not in personal
    ][:SHOWN_COLUMNS]
    if not places or not look.grid.sample:
        return None
    columns = tuple(
        Column(_(ROLES[roles[place]].label), hint=look.grid.header[place]) for place in places
    )
    labels = {key(item.source): item.label for item in profile.types}
    rows = tuple(
        Row(tuple(_understood(row[place], roles[place], profile, labels) for place in places))
        for row in look.grid.sample[:SHOWN_ROWS]
    )
    return Table(_("De eerste rijen zoals Regie ze leest"), columns, rows)


def _understood(text: str, role: Role, profile: Profile, labels: Mapping[str, str]) -> Cell | str:
    """A value as Regie reads it: a day in full, a kind by its name, and otherwise as it stands."""
    if not text:
        return "–"
    if role is Role.DATE:
        read = read_day(text, profile.dates)
        unread = Cell(text, badge=_("niet te lezen"), badge_kind="warning")
        return date_format(read.day, "j F Y") if read else unread
    if role is Role.CATEGORY:
        return labels.get(key(text), text)
    return text


# --- tables --------------------------------------------------------------------------------------


def error_table(errors: Iterable[CellError]) -> Table:
    """Cells that went wrong: row, column and why."""
    columns = (Column(_("Rij"), numeric=True), Column(_("Kolom")), Column(_("Wat is er?")))
    rows = tuple(
        Row((str(error.row), error.header or "–", say(error.sentence, error.params)))
        for error in errors
    )
    return Table(_("Cellen die Regie niet kan lezen"), columns, rows)


def registration_table(
    registrations: Sequence[RegistrationView], municipality: Municipality
) -> Table:
    """Registrations with what is in use of them."""
    columns = (
        Column(_("Registratie")),
        Column(_("Perioden")),
        Column(_("Laatst aangeleverd")),
        Column(_("Volgende keer")),
    )
    rows = tuple(_registration_row(each, municipality) for each in registrations)
    return Table(_("Registraties"), columns, rows)


def _registration_row(view: RegistrationView, municipality: Municipality) -> Row:
    where = {"gemeente": municipality.slug}
    counts = reverse("series:counts", kwargs={**where, "pk": view.pk})
    again = f"{reverse('registrations:upload', kwargs=where)}?reeks={view.pk}"
    received = date_format(view.received_at, "j F Y") if view.received_at else "–"
    return Row(
        (
            Cell(view.title, href=counts, sub=view.partner),
            span_of(view.first_period, view.last_period) or _("nog geen tellingen"),
            received,
            Cell(_("Zelfde als vorige keer"), href=again),
        )
    )


def waiting_table(uploads: Sequence[Upload], municipality: Municipality) -> Table | None:
    """Files on their way."""
    if not uploads:
        return None
    columns = (Column(_("Registratie")), Column(_("Bestand")), Column(_("Ontvangen")))
    return Table(_("Nog niet klaar"), columns, tuple(_waiting_row(each) for each in uploads))


def _waiting_row(upload: Upload) -> Row:
    return Row((_title(upload), upload.file_name, date_format(upload.received_at, "j F Y H:i")))


def _title(upload: Upload) -> Cell:
    return Cell(
        upload.title,
        href=_address("follow", upload),
        sub=upload.partner.name,
        badge=_(workflow.UPLOAD.labels[upload.state]),
        badge_kind=BADGES[UploadState(upload.state)],
    )


def past_table(uploads: Sequence[Upload], municipality: Municipality) -> Table:
    """Files whose way has ended."""
    columns = (
        Column(_("Registratie")),
        Column(_("Bestand")),
        Column(_("Ontvangen")),
        Column(_("Aangeleverd door")),
    )
    rows = tuple(
        Row(
            (
                _title(each),
                each.file_name,
                date_format(each.received_at, "j F Y H:i"),
                str(each.received_by or _("de beheerder")),
            )
        )
        for each in uploads
    )
    return Table(_("Eerder aangeleverd"), columns, rows)
