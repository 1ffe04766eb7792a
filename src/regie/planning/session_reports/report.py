"""The report of a session: candidates, rounds, how sure they are, and contributions with answers.

It is made from what is known now and kept nowhere: an answer given later stands in it too. Its mark
is that of its content, so that a document that was printed is only made anew when that changed.
Nobody's name and nobody's vote is in it, not even of an open round.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from regie.foundation.access.models import Membership
from regie.foundation.records.frozen import canonical, stamp
from regie.planning.contributions import queries as contributions
from regie.planning.contributions.queries import ContributionView
from regie.planning.priority_sessions import queries as sessions
from regie.planning.priority_sessions import workflow
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.rounds import results
from regie.planning.rounds.pages import shown
from regie.ui.paper import (
    Block,
    BulletList,
    Callout,
    Heading,
    Paper,
    Paragraph,
    Section,
    as_json,
    as_paper,
    strong,
    text,
)

KIND = "session_report"
"""The code of this kind of paper, for who prints it."""
LANGUAGES = ("nl", "en")
READY = frozenset({workflow.CLOSED})
"""States of a session of which there is a report."""


@dataclass(frozen=True)
class SessionReport:
    """A session that is over, with the mark of everything that stands in its report."""

    session: PrioritySession
    papers: Mapping[str, Paper]
    sha256: str


def report_of(membership: Membership, pk: int) -> SessionReport | None:
    """The report of a closed session this member may see. 8 queries and those of its rounds."""
    session = sessions.session_of(membership, pk)
    if session is None or session.state not in READY:
        return None
    papers = papers_of(session)
    return SessionReport(session, papers, stamp(canonical([*map(as_json, papers.values())])))


def papers_of(session: PrioritySession) -> dict[str, Paper]:
    """The document of a session in both languages, read once. 7 queries and those of its rounds."""
    told, rounds = contributions.report(session), results.results(session)
    return {language: _paper(told, rounds, language) for language in LANGUAGES}


def _paper(told: contributions.Report, rounds: Sequence[results.Result], language: str) -> Paper:
    session = told.session
    with override(language):
        chapters = (
            (_("Wie deed mee?"), tuple(_people(session, told))),
            (_("De kandidaten"), tuple(_candidates(told))),
            *_rounds(rounds),
            (_("Inbreng, en wat ermee is gedaan"), tuple(_said(told.contributions))),
        )
        return Paper(
            title=session.name,
            organisation=_("Gemeente %(name)s") % {"name": session.municipality.name},
            date=_day(session),
            sections=tuple(Section(title, blocks) for title, blocks in chapters if blocks),
            subtitle=_("Verslag van de prioriteitensessie"),
            status=_("De sessie adviseert. De raad besluit."),
            language=language,
        )


def _day(session: PrioritySession) -> date:
    closed = localdate(session.closed_at) if session.closed_at else localdate(session.made_at)
    return session.held_on or closed


def _people(session: PrioritySession, told: contributions.Report) -> Iterator[Block]:
    n = told.joined
    words = ngettext("%(n)s deelnemer deed mee.", "%(n)s deelnemers deden mee.", n) % {"n": n}
    yield Paragraph(text(words))
    if session.explanation:
        yield Paragraph(text(session.explanation))


def _candidates(told: contributions.Report) -> Iterator[Block]:
    if told.candidates:
        yield BulletList(tuple(text(row.name) for row in told.candidates))
    if told.left_out:
        yield Heading(_("Afgevallen, met de reden"))
        yield BulletList(
            tuple(text(strong(row.name), f": {row.screened_out}") for row in told.left_out)
        )


def _rounds(rounds: Sequence[results.Result]) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """The rounds that were shown, each with what came out, how sure that is and its table."""
    for found in rounds:
        title = _("Ronde %(number)s: %(question)s") % {
            "number": found.round.number,
            "question": found.round.question,
        }
        yield title, tuple(_round(found))


def _round(found: results.Result) -> Iterator[Block]:
    page = shown(found)
    kind = _("open stemming") if found.round.open_ballot else _("geheime stemming")
    yield Paragraph(text(f"{page['form']}, {kind}."))
    if found.hidden:
        sentences = tuple(text(sentence) for sentence in found.why_hidden)
        yield Callout("info", _("Deze uitslag blijft verborgen"), sentences)
        return
    if found.outcome is None:
        yield Paragraph(text(_("Er is in deze ronde niet gestemd. Er is dus geen uitslag.")))
        return
    yield Paragraph(text(strong(page["headline"])))
    yield as_paper(page["table"])
    for title, sentences in page["parts"]:
        yield Heading(title)
        yield from (Paragraph(text(sentence)) for sentence in sentences)


def _said(told: tuple[ContributionView, ...]) -> Iterator[Block]:
    if not told:
        yield Paragraph(text(_("Er is niets ingebracht.")))
    for item in told:
        about = ", ".join(part for part in (item.kind.capitalize(), item.candidate) if part)
        yield Paragraph(text(strong(f"{about}: "), item.text))
        if item.answer is None:
            yield Paragraph(text(_("Wacht nog op antwoord.")))
        else:
            yield Paragraph(text(f"{item.answer.label.capitalize()}: {item.answer.text}"))
