"""What stands on the pages of the quality test: plain values for a template."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.accounts.languages import spoken
from regie.foundation.organizations.models import Municipality
from regie.learning.plan_checks import reading
from regie.learning.quality_tests import places, queries, rules, words, workflow
from regie.learning.quality_tests.models import PlanTest, TestResult
from regie.learning.quality_tests.permissions import PREVIEW
from regie.learning.quality_tests.rules import Score, Verdict
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.queries import content_of
from regie.policy.quality_test import QUALITY_TEST, CheckItem
from regie.ui.paper_forms import forms_of

Page = dict[str, Any]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"quality_tests:{name}", kwargs={"gemeente": municipality.slug, **more})


def version_name(edition: PlanEdition) -> str:
    """A version in words."""
    return _("Versie %(n)s: %(moment)s") % {
        "n": edition.number,
        "moment": edition.get_moment_display(),
    }


def crumbs(
    town: Municipality, edition: PlanEdition | None = None, test: PlanTest | None = None
) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    path = [*_above(town), (_("Plantoets"), to("list", town))]
    if edition:
        path.append((version_name(edition), to("version", town, pk=edition.pk)))
    if test:
        path.append((_("Uw toets"), to("test", town, pk=test.pk)))
    return path


def _above(town: Municipality) -> list[tuple[str, str]]:
    return [(_("Plan"), reverse("plans:plan", kwargs={"gemeente": town.slug}))]


# --- the list -------------------------------------------------------------------------------------


def list_page(membership: Membership, *, draft: bool) -> Page:
    """Every version this member may test, newest first. At most 2 queries."""
    town, counted = membership.municipality, queries.counts(membership)
    rows = []
    for edition in queries.editions(membership):
        n, mine = counted.get(edition.pk, (0, False))
        rows.append(
            {
                "name": version_name(edition),
                "plan": edition.plan.title,
                "url": to("version", town, pk=edition.pk),
                "day": edition.made_at,
                "tests": ngettext("%(n)s toets", "%(n)s toetsen", n) % {"n": n}
                if n
                else _("nog geen toets"),
                "mine": mine,
            }
        )
    may = decision(PREVIEW, role=membership.role)
    return {
        "crumbs": _above(town),
        "versions": rows,
        "draft": draft,
        "may_preview": may,
        "sections": words.sections(),
    }


# --- one version ----------------------------------------------------------------------------------


def version_page(membership: Membership, edition: PlanEdition) -> Page:
    """What Regie and every tester say of a version, beside each other. At most 9 queries."""
    town = membership.municipality
    people = queries.people_in(edition.plan.municipality)
    verdicts = queries.machine(edition, people)
    tests = queries.tests_of(membership, edition)
    mine = next((test for test in tests if test.tester_id == membership.user_id), None)
    done = [test for test in tests if test.state == workflow.FINISHED]
    given = [queries.answers_in(queries.content_of(test.result)) for test in done]
    columns = _columns(done, mine, town)
    differing = frozenset(rules.differing(given))
    author = mine is None and queries.is_author(edition, membership.user_id)
    refusal = rules.testing_refusal(author=author, testing=False)
    return {
        "edition": edition,
        "crumbs": crumbs(town),
        "name": version_name(edition),
        "mine": mine,
        "refusal": _(refusal) if refusal else "",
        "columns": columns,
        "sections": [
            _section_beside(found, verdicts, given, differing, columns)
            for found in words.sections()
        ],
        "differing": [words.item_view(item).text for item in _items(differing)],
        "shifts": _shifts(membership, edition, people, verdicts),
    }


def _columns(done: Sequence[PlanTest], mine: PlanTest | None, town: Municipality) -> list[Page]:
    return [
        {
            "pk": test.pk,
            "letter": LETTERS[place % len(LETTERS)],
            "who": words.who(test),
            "own": test is mine,
            "url": to("test", town, pk=test.pk),
            "day": test.result.finished_at,
        }
        for place, test in enumerate(done)
    ]


def _items(codes: frozenset[str]) -> list[CheckItem]:
    return [item for item in QUALITY_TEST().items if item.code in codes]


class Links:
    """Addresses of the places of a version."""

    def __init__(self, town: Municipality, edition: PlanEdition) -> None:
        self.address = to("text", town, pk=edition.pk)
        self.named = places.named(content_of(edition))

    def of(self, anchors: Sequence[str]) -> list[tuple[str, str]]:
        """Name and address of places that the plan has."""
        known = (anchor for anchor in anchors if anchor in self.named)
        return [(self.named[anchor], f"{self.address}#{anchor}") for anchor in known]


def _section_beside(
    section: words.SectionView,
    verdicts: Mapping[str, Verdict],
    given: Sequence[Mapping[str, str]],
    differing: frozenset[str],
    columns: Sequence[Page],
) -> Page:
    rows = []
    for item in section.items:
        verdict = verdicts.get(item.code)
        rows.append(
            {
                "item": item,
                "machine": badge(verdict.answer) if verdict else None,
                "words": words.verdict_words(verdict) if verdict else "",
                "answers": [
                    (column, badge(answers.get(item.code, "")))
                    for column, answers in zip(columns, given, strict=True)
                ],
                "differs": item.code in differing,
            }
        )
    return {"section": section, "rows": rows}


def badge(answer: str) -> tuple[str, str]:
    """An answer as the words and the kind of a badge."""
    return words.answer_name(answer), words.BADGES[answer]


def _shifts(
    membership: Membership, edition: PlanEdition, people: int | None, now: Mapping[str, Verdict]
) -> Page:
    """What the machine says otherwise than of the version before; None when there is none."""
    earlier = queries.before(membership, edition)
    if earlier is None:
        return {}
    was = queries.answers_of_machine(queries.machine(earlier, people))
    found = rules.shifts(was, queries.answers_of_machine(now))
    rows = [
        {
            "text": words.item_view(QUALITY_TEST().item(shift.code)).text,
            "before": badge(shift.before),
            "after": badge(shift.after),
            "better": shift.better,
        }
        for shift in found
    ]
    return {"rows": rows, "name": version_name(earlier)}


# --- a test ---------------------------------------------------------------------------------------


def work_page(membership: Membership, test: PlanTest) -> Page:
    """An open test of one's own: how far each section is. 1 query."""
    town = membership.municipality
    answers = {code: row.answer for code, row in queries.answers_of(test).items()}
    scores = {score.section: score for score in rules.per_section(answers)}
    return {
        "test": test,
        "edition": test.edition,
        "crumbs": crumbs(town, test.edition),
        "parts": [
            {
                "section": found,
                "url": to("section", town, pk=test.pk, section=found.number),
                "counts": _counts(scores[found.number]),
                "open": scores[found.number].open,
                "done": not scores[found.number].open,
            }
            for found in words.sections()
        ],
        "missing": len(rules.missing(answers)),
        "answered": bool(answers),
    }


def _counts(score: Score) -> list[tuple[str, str]]:
    return [
        (f"{n} × {words.answer_name(code)}", words.BADGES[code]) for code, n in score.counts.items()
    ]


def section_page(membership: Membership, test: PlanTest, section: words.SectionView) -> Page:
    """What a tester needs beside the form of a section, by item. At most 2 queries."""
    town, edition = membership.municipality, test.edition
    verdicts = queries.machine(edition, queries.people_in(edition.plan.municipality))
    codes = (item.code for item in section.items)
    links, shown = Links(town, edition), rules.passages(content_of(edition), *codes)
    numbers = [found.number for found in words.sections()]
    follows = section.number + 1 if section.number + 1 in numbers else None
    return {
        "test": test,
        "edition": edition,
        "section": section,
        "crumbs": crumbs(town, edition, test),
        "beside": {item.code: _beside(item, verdicts, shown, links) for item in section.items},
        "offers": any(item.code in verdicts for item in section.items),
        "next": to("section", town, pk=test.pk, section=follows) if follows else "",
    }


def _beside(
    item: words.ItemView,
    verdicts: Mapping[str, Verdict],
    shown: Mapping[str, Sequence[rules.Passage]],
    links: Links,
) -> Page:
    verdict = verdicts.get(item.code)
    return {
        "machine": badge(verdict.answer) if verdict else None,
        "words": words.verdict_words(verdict) if verdict else "",
        "links": links.of(verdict.anchors) if verdict else [],
        "passages": [
            (words.passage_words(each), next(iter(links.of([each.anchor])), None))
            for each in shown.get(item.code, ())
        ],
    }


def result_page(membership: Membership, test: PlanTest, found: TestResult) -> Page:
    """A finished test as everybody reads it. No queries."""
    town, language = membership.municipality, spoken()
    content = queries.content_of(found)
    scores = {score.section: score for score in rules.per_section(queries.answers_in(content))}
    links = Links(town, test.edition)
    return {
        "test": test,
        "edition": test.edition,
        "result": found,
        "crumbs": crumbs(town, test.edition),
        "who": content["who"].get(language, content["who"]["nl"]),
        "own": test.tester_id == membership.user_id,
        "documents": forms_of("plan_test", town.slug, test.pk),
        "sections": [
            {
                "number": section["number"],
                "name": section["name"][language],
                "own": section["own"],
                "link": section["link"],
                "source": section["source"],
                "counts": _counts(scores[section["number"]]),
                "open": scores[section["number"]].open,
                "items": [_told(item, language, links) for item in section["items"]],
            }
            for section in content["sections"]
        ],
    }


def _told(item: Mapping[str, Any], language: str, links: Links) -> Page:
    machine = item["machine_words"]
    return {
        "number": item["number"],
        "text": item["text"][language],
        "own": item["own"],
        "answer": badge(item["answer"]),
        "motivation": item["motivation"],
        "improvement": item["improvement"],
        "place": next(iter(links.of([item["place"]])), None),
        "machine": badge(item["machine"]) if item["machine"] else None,
        "machine_words": machine[language] if machine else "",
        "taken": bool(machine and item["motivation"] in machine.values()),
        "differs": bool(item["machine"] and item["answer"] and item["machine"] != item["answer"]),
    }


# --- the draft ------------------------------------------------------------------------------------


def preview_page(content: Mapping[str, Any], municipality: Municipality) -> Page:
    """What the machine says of a draft now: no test. No queries but those of the inhabitants."""
    verdicts = rules.automatic(content, queries.people_in(municipality))
    desk, named = _desk(content, municipality), places.named(content)
    return {
        "crumbs": crumbs(municipality),
        "title": content["plan"]["title"],
        "sections": [
            {
                "section": found,
                "rows": [
                    {
                        "item": item,
                        "machine": badge(verdicts[item.code].answer),
                        "words": words.verdict_words(verdicts[item.code]),
                        "links": [
                            (named[anchor], desk[anchor])
                            for anchor in verdicts[item.code].anchors
                            if anchor in desk and anchor in named
                        ],
                        "mend": verdicts[item.code].answer != rules.MET,
                    }
                    for item in found.items
                    if item.code in verdicts
                ],
                "note": _for_people(sum(item.code not in verdicts for item in found.items)),
            }
            for found in words.sections()
        ],
    }


def _for_people(n: int) -> str:
    """How many questions of a section the preview leaves out."""
    told = ngettext(
        "%(n)s vraag beantwoordt alleen een mens.",
        "%(n)s vragen beantwoordt alleen een mens.",
        n,
    )
    return told % {"n": n} if n else ""


def _desk(content: Mapping[str, Any], municipality: Municipality) -> dict[str, str]:
    """Where each place of a draft is written, by anchor; priorities: the page of the plan."""
    town = {"gemeente": municipality.slug}
    routes = {
        reading.LOGIC: "plans:logic",
        reading.MEANS: "plans:means",
        reading.OBJECTIVES: "objective_desk:list",
        reading.PRIORITIES: "plans:plan",
    }
    found = {anchor: reverse(route, kwargs=town) for anchor, route in routes.items()}
    for row in content["priorities"]:
        found[reading.priority_anchor(row["pk"])] = found[reading.PRIORITIES]
    for row in content["objectives"]:
        at = {**town, "pk": row["pk"]}
        found[reading.objective_anchor(row["pk"])] = reverse("objective_desk:show", kwargs=at)
    for pk, anchor in places.anchored(content):
        found[anchor] = reverse("plans:section", kwargs={**town, "pk": pk})
    return found
