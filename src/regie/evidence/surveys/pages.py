"""What the pages of surveys show: plain values and tables for a template."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.evidence.surveys import estimates, queries, words, workflow
from regie.evidence.surveys.columns import TITLES
from regie.evidence.surveys.incoming import Draft
from regie.evidence.surveys.models import Survey
from regie.evidence.surveys.permissions import MANAGE_SURVEYS
from regie.evidence.surveys.queries import AnswerView
from regie.evidence.surveys.rules import Outcome, Problem, Row
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.ui import tables
from regie.ui.formats import number
from regie.ui.tables import Cell, Column, Table

Page = dict[str, Any]
SHOWN_PROBLEMS = 200
SHOWN_ROWS = 20
MANY = 20
"""From so many comparisons on, chance alone makes some look changed; the page says so."""
BADGES = {
    workflow.IN_USE: "positive",
    workflow.REPLACED: "neutral",
    workflow.WITHDRAWN: "warning",
}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"surveys:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(
    municipality: Municipality, survey: Survey | None = None, *, room: bool = True
) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    path = [
        (
            _("Veiligheidsbeeld"),
            reverse("diagnosis:picture", kwargs={"gemeente": municipality.slug}),
        )
    ]
    if room:
        path.append((_("Enquêtes"), to("overview", municipality)))
    if survey is not None:
        path.append((str(survey), to("detail", municipality, pk=survey.pk)))
    return path


def steps(now: int) -> list[Page]:
    """The three steps of bringing a survey in."""
    labels = (_("Antwoorden"), _("Controle"), _("Bewaard"))
    return [
        {"label": label, "state": "gereed" if at < now else "nu" if at == now else "straks"}
        for at, label in enumerate(labels, 1)
    ]


# --- the overview --------------------------------------------------------------------------------


def overview(found: Sequence[Survey], membership: Membership) -> Page:
    """The surveys in use, and those that were."""
    municipality = membership.municipality
    in_use = [survey for survey in found if survey.state == workflow.IN_USE]
    past = [survey for survey in found if survey.state != workflow.IN_USE]
    return {
        "crumbs": crumbs(municipality, room=False),
        "may_manage": decision(MANAGE_SURVEYS, role=membership.role),
        "upload_url": to("upload", municipality),
        "type_url": to("type_in", municipality),
        "example_url": to("example", municipality),
        "in_use": _surveys(_("Enquêtes in gebruik"), in_use) if in_use else None,
        "past": _surveys(_("Eerdere enquêtes"), past) if past else None,
    }


def _surveys(caption: str, found: Iterable[Survey]) -> Table:
    columns = (
        Column(_("Enquête")),
        Column(_("Veldwerk")),
        Column(_("Vragenlijst")),
        Column(_("Vragen"), numeric=True),
        Column(_("Gebieden"), numeric=True),
        Column(_("Jaren")),
        Column(_("Stand")),
    )
    return Table(caption, columns, tuple(_survey_row(survey) for survey in found))


def _survey_row(survey: Survey) -> tables.Row:
    counted = {name: getattr(survey, name) for name in ("questions", "areas", "first_year")}
    first, last = counted["first_year"], getattr(survey, "last_year", None)
    return tables.Row(
        (
            Cell(
                survey.title,
                href=to("detail", survey.municipality, pk=survey.pk),
                sub=str(survey.get_method_display()),
                badge=_("geen steekproef") if survey.method == "open" else "",
                badge_kind="warning",
            ),
            words.fieldwork(survey),
            survey.version,
            number(counted["questions"]),
            number(counted["areas"]),
            str(first) if first == last else f"{first}–{last}",
            Cell(badge=str(survey.get_state_display()), badge_kind=BADGES[survey.state]),
        )
    )


# --- one survey ----------------------------------------------------------------------------------


def detail(survey: Survey, membership: Membership) -> Page:
    """What a survey is, what to be careful about, and what this reader may do."""
    municipality, later = membership.municipality, getattr(survey, "replaced_by", None)
    may = decision(MANAGE_SURVEYS, role=membership.role)
    return {
        "survey": survey,
        "crumbs": crumbs(municipality),
        "facts": _facts(survey),
        "badge": {"text": survey.get_state_display(), "kind": BADGES[survey.state]},
        "warning": _(words.WARNINGS[survey.method]) if survey.method in words.WARNINGS else "",
        "in_use": survey.state == workflow.IN_USE,
        "may_manage": may,
        "edit_url": to("edit", municipality, pk=survey.pk),
        "replace_url": to("replace", municipality, pk=survey.pk),
        "csv_url": to("answers_csv", municipality, pk=survey.pk),
        "later_url": to("detail", municipality, pk=later.pk) if later else "",
    }


def _facts(survey: Survey) -> list[tuple[str, str]]:
    few = getattr(survey, "few", 0)
    facts = [
        (_("Veldwerk"), words.fieldwork(survey)),
        (_("Manier van vragen"), str(survey.get_method_display())),
        (_("Versie van de vragenlijst"), survey.version),
        (_("Ontwerpeffect"), number(survey.design_effect, 2)),
        (_("Waarom dit ontwerpeffect"), survey.design_effect_reason),
        (_("Rijen"), number(getattr(survey, "total", 0))),
        (_("Met te weinig antwoorden"), number(few) if few else ""),
        (_("Ingevoerd"), date_format(localtime(survey.made_at), "j F Y")),
    ]
    return [fact for fact in facts if fact[1]]


def offered(rows: Sequence[AnswerView]) -> dict[str, list[Any]]:
    """The choices of the filters: only what occurs."""
    areas = {row.area: row.area_name for row in rows}
    questions = sorted({row.question for row in rows})
    return {
        "vraag": [(question, question) for question in questions],
        "gebied": sorted(areas.items(), key=lambda item: item[1]),
        "jaar": [(str(year), str(year)) for year in sorted({row.year for row in rows})],
    }


def filtered(rows: Iterable[AnswerView], chosen: Mapping[str, str]) -> list[AnswerView]:
    """The answers that fit every choice."""
    return [
        row
        for row in rows
        if chosen.get("vraag", row.question) == row.question
        and chosen.get("gebied", row.area) == row.area
        and chosen.get("jaar", str(row.year)) == str(row.year)
    ]


def answers_table(rows: Iterable[AnswerView]) -> Table:
    """Answers with their margin and what changed."""
    columns = (
        Column(_("Vraag")),
        Column(_("Gebied")),
        Column(_("Jaar")),
        Column(_("Aandeel"), numeric=True, hint=_("met marge van 95%")),
        Column(_("Antwoorden"), numeric=True),
        Column(_("Editie ervoor")),
        Column(_("Veranderd?")),
    )
    return Table(_("Antwoorden per vraag en gebied"), columns, tuple(map(_answer_row, rows)))


def _answer_row(row: AnswerView) -> tables.Row:
    changed, kind, said = words.change(row)
    change = Cell(badge=changed, badge_kind=kind, sub=said) if kind else Cell(changed, sub=said)
    return tables.Row(
        (
            Cell(row.question, sub=row.theme_name),
            row.area_name,
            str(row.year),
            Cell(words.share(row), sub=words.margin(row)),
            number(row.n),
            words.before(row),
            change if said else Cell("–"),
        )
    )


def by_chance(rows: Iterable[AnswerView]) -> str:
    """How many of many comparisons look changed by chance alone; "" for few."""
    count = sum(row.change != "unknown" for row in rows)
    if count < MANY:
        return ""
    return _(
        "Regie vergelijkt hier %(count)s keer. Ook zonder echte verandering lijken er dan ongeveer "
        "%(chance)s veranderd."
    ) % {"count": number(count), "chance": number(count * estimates.CHANCE)}


# --- the preview ---------------------------------------------------------------------------------


def preview(
    draft: Draft, outcome: Outcome, municipality: Municipality, unread: Sequence[str] = ()
) -> Page:
    """What saving would give: how many rows, the first of them, and every problem. 3 queries."""
    survey = Survey(**draft.about, municipality=municipality, title_key="", pk=0)
    return {
        "crumbs": crumbs(municipality),
        "steps": steps(2),
        "facts": [
            (_("Naam van de enquête"), survey.title),
            (_("Goede rijen"), number(len(outcome.rows))),
            (_("Rijen met een probleem"), number(outcome.bad)),
            (_("Met te weinig antwoorden"), number(outcome.few)),
        ],
        "warning": _(words.WARNINGS[survey.method]) if survey.method in words.WARNINGS else "",
        "good": len(outcome.rows),
        "bad": outcome.bad,
        "few": outcome.few,
        "first": _first(survey, outcome.rows) if outcome.rows else None,
        "more": max(0, len(outcome.rows) - SHOWN_ROWS),
        "problems": _problems(outcome.problems) if outcome.problems else None,
        "hidden": max(0, len(outcome.problems) - SHOWN_PROBLEMS),
        "unread": ", ".join(unread),
        "back": to("overview", municipality),
    }


def _first(survey: Survey, rows: Sequence[Row]) -> Table:
    """The first rows as they would be shown."""
    made = queries.as_read(survey, rows[:SHOWN_ROWS])
    columns = (
        Column(_("Vraag")),
        Column(_("Gebied")),
        Column(_("Jaar")),
        Column(_("Aandeel"), numeric=True, hint=_("met marge van 95%")),
        Column(_("Antwoorden"), numeric=True),
    )
    shown = tuple(
        tables.Row(_answer_row(view).cells[:5]) for view in queries.views(made, survey.municipality)
    )
    return Table(_("De eerste rijen, zoals Regie ze leest"), columns, shown)


def _problems(found: Sequence[Problem]) -> Table:
    columns = (
        Column(_("Rij"), numeric=True),
        Column(_("Kolom")),
        Column(_("Wat is er aan de hand?")),
    )
    shown = tuple(
        tables.Row((number(each.row), *words.problem(each))) for each in found[:SHOWN_PROBLEMS]
    )
    return Table(_("Problemen per rij"), columns, shown)


def summary(problems: Iterable[Problem]) -> list[str]:
    """Each kind of problem once, with how many rows have it, the most first; none for few."""
    rows: dict[str, set[int]] = defaultdict(set)
    for each in problems:
        column, said = words.problem(each)
        rows[f"{column}: {said}"].add(each.row)
    ordered = sorted(rows.items(), key=lambda item: -len(item[1]))
    shown = [f"{said} ({number(len(found))})" for said, found in ordered[:10]]
    return shown if sum(map(len, rows.values())) > MANY else []


def meaning_of_columns() -> list[tuple[str, str]]:
    """What belongs in each column of a file."""
    meaning = {
        "question": _("De vraag en het antwoord dat u telt: “voelt zich weleens onveilig”."),
        "theme": _("De naam van een thema uit de lijst hieronder."),
        "area": _("De code of naam van een buurt of wijk, of “gemeente”."),
        "year": _("Het jaar van het onderzoek."),
        "share": _("Het aandeel in procenten, zoals 34 of 34,5."),
        "count": _("Of: hoeveel mensen dit antwoord gaven."),
        "sample": _("Hoeveel mensen de vraag beantwoordden."),
        "design_effect": _("Alleen als het voor deze rij anders is."),
        "low": _("Eigen marges in procenten, als u die hebt."),
        "high": _("Regie neemt ze over zoals ze zijn."),
    }
    return [(TITLES[name], meaning[name]) for name in TITLES]
