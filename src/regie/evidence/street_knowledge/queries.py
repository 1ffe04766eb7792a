"""Reading observations: who sees which, and what the analysis may use."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from regie.evidence.street_knowledge import rules, workflow
from regie.evidence.street_knowledge.models import Observation, Visibility
from regie.evidence.street_knowledge.permissions import SEES_ALL
from regie.evidence.street_knowledge.subjects import area_names, now_in, theme_names
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import PARTNER
from regie.foundation.accounts.languages import chosen
from regie.foundation.organizations.models import Municipality, Partner
from regie.policy.street_knowledge import STREET_KNOWLEDGE, NamedItem, find


@dataclass(frozen=True)
class ObservationView:
    """An observation for who reads on: codes beside their words in the reader's language.

    `area` and `area_year` are as it was seen; `now_in` are the areas of today it lies in.
    `partner` is "" for the municipality's own people and for who asked not to be named.
    """

    pk: int
    kind: str
    kind_name: str
    theme: str
    theme_name: str
    area: str
    area_year: int
    area_name: str
    now_in: tuple[str, ...]
    title: str
    description: str
    season: str
    seen_from: date | None
    seen_to: date | None
    frequency: str
    dayparts: tuple[str, ...]
    confidence: str
    confidence_name: str
    basis: str
    basis_name: str
    done: str
    confidential: bool
    partner: str
    judged_on: date | None

    def as_json(self) -> dict[str, Any]:
        """Plain values that fit in JSON; days as ISO texts."""
        days = {
            name: day.isoformat() if day else None
            for name in ("seen_from", "seen_to", "judged_on")
            for day in [getattr(self, name)]
        }
        lists = {"now_in": list(self.now_in), "dayparts": list(self.dayparts)}
        return asdict(self) | days | lists


@dataclass(frozen=True)
class ThemeCount:
    """How many accepted observations a theme has, by kind."""

    theme: str
    theme_name: str
    hot_spots: int
    hot_groups: int
    hot_facilities: int

    @property
    def total(self) -> int:
        """All kinds together."""
        return self.hot_spots + self.hot_groups + self.hot_facilities

    def as_json(self) -> dict[str, Any]:
        """Plain values that fit in JSON."""
        return asdict(self) | {"total": self.total}


# --- for rooms above -----------------------------------------------------------------------------


def accepted(
    municipality: Municipality,
    theme: str | None = None,
    area: str | None = None,
    *,
    confidential: bool = False,
) -> tuple[ObservationView, ...]:
    """What the analysis uses, newest first. 6 queries at most.

    `area` is a code of today: it answers what was seen there and in the areas inside it, also
    under an older code. Confidential observations are left out unless asked for: then show them to
    the coordinator and researcher only.
    """
    found = _accepted(municipality, confidential=confidential).select_related("partner")
    rows = list(found.filter(theme=theme) if theme else found)
    views = _views(rows, municipality)
    if area is None:
        return views
    return tuple(view for view in views if rules.inside(area, view.now_in))


def counts_per_theme(
    municipality: Municipality, *, confidential: bool = False
) -> tuple[ThemeCount, ...]:
    """How many accepted observations each theme has, the most first. 2 queries."""
    found = _accepted(municipality, confidential=confidential).order_by()
    counts = Counter(found.values_list("theme", "kind"))
    names = theme_names(municipality)
    rows = [
        ThemeCount(
            theme,
            names.get(theme, theme),
            counts[theme, "hot_spot"],
            counts[theme, "hot_group"],
            counts[theme, "hot_facility"],
        )
        for theme in {theme for theme, _kind in counts}
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.theme)))


def _accepted(municipality: Municipality, *, confidential: bool) -> QuerySet[Observation]:
    found = Observation.objects.filter(municipality=municipality, state=workflow.ACCEPTED)
    return found if confidential else found.filter(visibility=Visibility.MEMBERS)


def _views(rows: Iterable[Observation], municipality: Municipality) -> tuple[ObservationView, ...]:
    rows = list(rows)
    themes = theme_names(municipality)
    names = area_names({row.area for row in rows}, municipality)
    places = now_in({(row.area, row.area_year) for row in rows}, municipality)
    return tuple(_view(row, themes, names, places[row.area, row.area_year]) for row in rows)


def _view(
    row: Observation,
    themes: Mapping[str, str],
    names: Mapping[str, str],
    places: tuple[str, ...],
) -> ObservationView:
    policy = STREET_KNOWLEDGE()
    return ObservationView(
        pk=row.pk,
        kind=row.kind,
        kind_name=name_of(policy.kinds, row.kind),
        theme=row.theme,
        theme_name=themes.get(row.theme, row.theme),
        area=row.area,
        area_year=row.area_year,
        area_name=names.get(row.area, row.area),
        now_in=places,
        title=row.title,
        description=row.description,
        season=row.season,
        seen_from=row.seen_from,
        seen_to=row.seen_to,
        frequency=row.frequency,
        dayparts=tuple(row.dayparts),
        confidence=row.confidence,
        confidence_name=name_of(policy.confidence, row.confidence),
        basis=row.basis,
        basis_name=name_of(policy.bases, row.basis),
        done=row.done,
        confidential=row.visibility == Visibility.CONFIDENTIAL,
        partner=str(row.partner) if row.partner and not row.unnamed else "",
        judged_on=localdate(row.judged_at) if row.judged_at else None,
    )


# --- for the pages of this room ------------------------------------------------------------------


def visible(membership: Membership) -> QuerySet[Observation]:
    """What this member may read; rows come with their partner.

    The coordinator and researcher read everything, a partner what its own organisation brought,
    and all others what was accepted and is not confidential.
    """
    found = Observation.objects.filter(municipality=membership.municipality)
    found = found.select_related("partner", "municipality")
    if membership.role in SEES_ALL:
        return found
    if membership.role == PARTNER:
        mine = membership.partner
        return found.filter(partner=mine) if mine else found.none()
    return found.filter(state=workflow.ACCEPTED, visibility=Visibility.MEMBERS)


def organisation_of(membership: Membership) -> Partner | None:
    """For which organisation a partner works; None for the municipality's own people."""
    return membership.partner if membership.role == PARTNER else None


def shows_partner(membership: Membership, row: Observation) -> bool:
    """Whether this reader sees which organisation brought it."""
    if row.partner_id is None:
        return False
    return not row.unnamed or membership.role in SEES_ALL or membership.role == PARTNER


def twin_of(row: Observation) -> Observation | None:
    """The same words about the same place that still wait: a form that was sent twice. 1 query."""
    same = Q(title=row.title, description=row.description, area=row.area, kind=row.kind)
    found = Observation.objects.filter(
        same,
        municipality_id=row.municipality_id,
        partner=row.partner,
        state=workflow.SUBMITTED,
    )
    return found.first()


def name_of(items: Iterable[NamedItem], code: str) -> str:
    """A choice of the policy in the reader's language; the code when the policy dropped it."""
    item = find(items, code)
    return chosen(item.name, item.name_en) if item else code
