"""The papers of a plan: of every edition, of the plan as it is now, in the looks of the town."""

import io
import re
from dataclasses import replace
from typing import Any

import docx
import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.planning.plan_decisions.tests import factory
from regie.planning.plan_papers import shape
from regie.planning.plan_papers.summary import one_page
from regie.planning.plan_papers.tests import sample
from regie.presentation import documents
from regie.presentation.house_styles import services as styles
from regie.presentation.publications import plan_kinds
from regie.presentation.publications.editions import FORMS
from regie.presentation.publications.slides import ITEMS, slides_of
from regie.ui.paper import BulletList, Section, text
from regie.ui.paper_forms import forms_of
from regie.ui.tests import papers

pytestmark = [pytest.mark.room, pytest.mark.django_db]
SLUGS = [item.slug for item in plan_kinds.PLAN_PAPERS]


@pytest.fixture(autouse=True)
def _elsewhere(settings: LazySettings, tmp_path: object) -> None:
    settings.DATA = tmp_path


def _edition(code: str, pk: int, form: str) -> str:
    keys = {"gemeente": "voorbeeldstad", "pk": pk, "form": form}
    return reverse(f"publications:{code}", kwargs=keys)


def _now(slug: str, form: str) -> str:
    keys = {"gemeente": "voorbeeldstad", "paper": slug, "form": form}
    return reverse("publications:preview", kwargs=keys)


def _page() -> str:
    return reverse("publications:papers", kwargs={"gemeente": "voorbeeldstad"})


def _pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", made))


def test_what_is_frozen_is_what_is_printed(cast: Cast) -> None:
    """The room of decisions fills the form that the papers read."""
    from regie.planning.plan_decisions import queries

    content = shape.read(queries.content_of(factory.adopted(cast)))
    assert content.plan.state == "adopted"
    assert content.decisions
    assert content.objectives


def test_every_paper_of_an_edition_in_every_form(
    as_rob: Client, as_vera: Client, cast: Cast
) -> None:
    edition = factory.adopted(cast)
    for item in plan_kinds.PLAN_PAPERS:
        assert len(forms_of(item.code, "voorbeeldstad", edition.pk)) == len(FORMS)
        for form, known in FORMS.items():
            answer = as_rob.get(_edition(item.code, edition.pk, form))
            assert (answer.status_code, answer["Content-Type"]) == (200, known.kind)
            assert item.slug in answer["Content-Disposition"]
    assert as_vera.get(_edition("plan", edition.pk, "pdf")).status_code == 404
    shown = as_rob.get(_page()).content.decode()
    assert _edition("council_decision", edition.pk, "word") in shown


def test_papers_of_one_edition_are_kept_apart(as_coos: Client, cast: Cast) -> None:
    edition = factory.adopted(cast)
    made = {
        item.code: as_coos.get(_edition(item.code, edition.pk, "html")).content
        for item in plan_kinds.PLAN_PAPERS
    }
    assert len(set(made.values())) == len(made)


def test_word_comes_in_the_looks_of_the_town_and_follows_them(as_coos: Client, cast: Cast) -> None:
    edition = factory.adopted(cast)
    address = _edition("plan", edition.pk, "word")
    plain = as_coos.get(address).content
    document = docx.Document()
    for line in ("Stadhuis van Voorbeeldstad", "{{ inhoud }}"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    coos: Any = {"membership": Membership.objects.get(user=cast.coos), "actor": cast.coos}
    styles.add("brief.docx", stream.getvalue(), **coos)
    dressed = docx.Document(io.BytesIO(as_coos.get(address).content))
    assert dressed.paragraphs[0].text == "Stadhuis van Voorbeeldstad"
    styles.put_aside(**coos)
    assert as_coos.get(address).content == plain


def test_the_plan_as_it_is_now_is_for_who_reads_it(
    as_coos: Client, as_rob: Client, as_vera: Client, cast: Cast
) -> None:
    assert "Er is nog geen plan" in as_coos.get(_page()).content.decode()
    assert as_coos.get(_now("ivp", "pdf")).status_code == 404
    factory.written_plan(cast)
    assert _now("ivp", "pdf") in as_coos.get(_page()).content.decode()
    for slug in SLUGS:
        made = as_coos.get(_now(slug, "pdf"))
        assert made.content.startswith(b"%PDF")
    assert as_coos.get(_now("ivp", "scroll")).status_code == 404
    assert as_coos.get(_now("lied", "pdf")).status_code == 404
    refused = as_rob.get(_now("ivp", "pdf"))
    assert refused.status_code == 403
    assert "Het plan is nog een concept." in refused.content.decode()
    assert "Het plan is nog een concept." in as_rob.get(_page()).content.decode()
    assert as_vera.get(_page()).status_code == 404


def test_an_adopted_plan_is_printed_from_its_edition_only(as_coos: Client, cast: Cast) -> None:
    edition = factory.adopted(cast)
    page = as_coos.get(_page()).content.decode()
    assert _now("ivp", "pdf") not in page
    assert _edition("plan", edition.pk, "pdf") in page
    assert as_coos.get(_now("ivp", "pdf")).status_code == 404


def test_only_who_may_choose_the_looks_is_told_where(as_coos: Client, as_rob: Client) -> None:
    assert "Huisstijl kiezen" in as_coos.get(_page()).content.decode()
    assert "Huisstijl kiezen" not in as_rob.get(_page()).content.decode()


def test_few_queries(as_coos: Client, cast: Cast, django_assert_max_num_queries: Any) -> None:
    factory.adopted(cast)
    with django_assert_max_num_queries(12):
        as_coos.get(_page())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("priorities", [0, 1, 3, 5, 7, 12, 20])
def test_one_page_is_one_page_whatever_is_in_it(language: str, priorities: int) -> None:
    long = "Een lange zin over wat er in de wijken gebeurt en waarom dat zo is. " * 9
    many = range(1, priorities + 1)
    content = sample.content(
        priorities=[
            sample.PRIORITIES[0] | {"pk": pk, "name": f"Onderwerp {pk}: {long}", "why": long}
            for pk in many
        ],
        objectives=[
            sample.OBJECTIVES[0] | {"pk": 100 * pk + n, "priority": pk, "statement": long[:299]}
            for pk in many
            for n in range(6)
        ],
    )
    assert _pages(documents.pdf(one_page(content, language))) == 1


def test_slides_of_any_paper_show_a_figure_each() -> None:
    paper = papers.report()
    slides = slides_of(paper)
    assert slides.layout == "slides"
    assert [section.title for section in slides.sections] == [
        "Het aantal daalt",
        "De hoogste waarde ligt in het centrum",
        "Woorden",
    ]
    many = Section("Lijst", (BulletList(tuple(text(str(n)) for n in range(20))),))
    (told,) = slides_of(replace(paper, sections=(many,))).sections[0].blocks
    assert isinstance(told, BulletList)
    assert len(told.items) == ITEMS
    only = replace(paper, sections=(Section("Leeg"),))
    assert slides_of(only).sections == only.sections
