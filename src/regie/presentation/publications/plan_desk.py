"""What the page with the papers of a plan shows: as it is now, and of every edition."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from regie.foundation.access.models import Membership
from regie.foundation.organizations.models import Municipality
from regie.planning.plan_decisions import queries as decisions
from regie.planning.plan_decisions.models import PlanEdition
from regie.presentation.publications.plan_kinds import PLAN_PAPERS, PlanPaper

NAMES = {"pdf": "PDF", "word": "Word", "odt": "ODT", "html": "HTML"}
MOST = 20
"""Editions on one page; older ones are on the page of decisions."""


def now(municipality: Municipality) -> list[dict[str, Any]]:
    """Every paper of the plan as it is now, with its addresses; no queries."""
    return [
        _line(item, [(name, _preview(item, form, municipality)) for form, name in NAMES.items()])
        for item in PLAN_PAPERS
    ]


def _preview(item: PlanPaper, form: str, municipality: Municipality) -> str:
    keys = {"gemeente": municipality.slug, "paper": item.slug, "form": form}
    return reverse("publications:preview", kwargs=keys)


def editions(membership: Membership) -> list[dict[str, Any]]:
    """The newest editions that this member may read, each with its papers. 1 query."""
    found = decisions.editions_seen(membership).defer("content")[:MOST]
    return [_edition(row, membership.municipality) for row in found]


def _edition(row: PlanEdition, municipality: Municipality) -> dict[str, Any]:
    def links(code: str) -> list[tuple[str, str]]:
        keys = {"gemeente": municipality.slug, "pk": row.pk}
        return [
            (name, reverse(f"publications:{code}", kwargs={**keys, "form": form}))
            for form, name in NAMES.items()
        ]

    return {
        "title": row.plan.title,
        "number": row.number,
        "moment": row.get_moment_display(),
        "day": date_format(localdate(row.made_at), "j F Y"),
        "papers": [_line(item, links(item.code)) for item in PLAN_PAPERS],
        "url": reverse(
            "publications:edition", kwargs={"gemeente": municipality.slug, "pk": row.pk}
        ),
    }


def _line(item: PlanPaper, links: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"name": item.name, "purpose": item.purpose, "links": links}
