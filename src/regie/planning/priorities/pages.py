"""What stands on the pages of this room: plain values for a template."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import FieldView, ThemeView, fields_with_themes
from regie.foundation.cycles.rules import LIGHT
from regie.foundation.organizations.models import Municipality
from regie.planning.priorities import queries, rules
from regie.planning.priorities.board import Board
from regie.planning.priorities.models import (
    AlignedWith,
    Alignment,
    AttentionLevel,
    Scope,
    ThemeLevel,
)
from regie.planning.priorities.permissions import READ_ALIGNMENT, WORK
from regie.planning.priorities.queries import Higher
from regie.planning.priorities.rules import Advice
from regie.policy.attention import ATTENTION
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
FEW = 3
BADGES = {rules.CORE: "positive", rules.DISCUSS: "info", rules.OUTSIDE: "neutral"}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"priorities:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality) -> list[tuple[str, str]]:
    """The path to a page under the board."""
    return [(_("Prioriteiten"), to("board", municipality))]


def when(row: ThemeLevel | Alignment) -> str:
    """On which day a row was made."""
    return date_format(localtime(row.made_at), "j F Y")


def level_name(code: str) -> str:
    """A level in the reader's language; "" for none."""
    return str(AttentionLevel(code).label) if code else ""


# --- the board ------------------------------------------------------------------------------------


def board_page(membership: Membership, cycle: PolicyCycle, board: Board) -> Page:
    """Every theme in its tier, with what stands beside it, and the warnings. No queries."""
    cards = [_card(board, field, theme) for field, theme in board.themes()]
    tiers = [_tier(code, cards) for code in rules.LEVELS]
    return {
        "cycle": cycle,
        "light": cycle.variant == LIGHT,
        "tiers": tiers,
        "unplaced": [card for card in cards if not card["level"]],
        "cards": cards,
        "chosen_n": len(tiers[0]["cards"]),
        "warnings": warning_lines(board),
        "session": board.session,
        "asked": board.asked,
        "any_findings": bool(board.found),
        "any_previous": bool(board.levels.previous),
        "may_work": decision(WORK, role=membership.role),
    }


def _tier(code: str, cards: Sequence[Page]) -> Page:
    item = next(level for level in ATTENTION().levels if level.code == code)
    return {
        "code": code,
        "title": chosen(item.name, item.name_en),
        "meaning": chosen(item.meaning, item.meaning_en),
        "cards": [card for card in cards if card["level"] == code],
    }


def _card(board: Board, field: FieldView, theme: ThemeView) -> Page:
    row, found = board.levels.newest.get(theme.pk), board.found.get(theme.code, ())
    return {
        "pk": theme.pk,
        "code": theme.code,
        "name": theme.name,
        "field": field.name,
        "flanking": theme.flanking,
        "own": theme.own,
        "level": row.level if row else "",
        "row": row,
        "seen": row.pk if row else 0,
        "when": when(row) if row else "",
        "before": level_name(board.levels.previous.get(theme.code, "")),
        "found": found[:FEW],
        "more": max(len(found) - FEW, 0),
        "partners": level_name(board.partners.get(theme.code, "")),
        "advice": [advice_line(item) for item in board.advice_on(theme.code)],
        "higher": [item for item in board.higher if _is_about(item, theme.code)],
    }


def _is_about(item: Higher, code: str) -> bool:
    """As declared; as long as nothing was, by the themes that come nearest."""
    return code in (item.relation.themes if item.relation else item.themes)


def advice_line(item: Advice) -> Page:
    """What a session says of a candidate, for a badge and a line."""
    chance = _("kans om bij de gekozenen te horen: %(n)s%%") % {"n": round(item.chance * 100)}
    return {
        "name": item.name,
        "kind": class_name(item.kind),
        "badge": BADGES[item.kind],
        "chance": chance,
    }


def class_name(kind: str) -> str:
    """The class a session puts a candidate in, in the reader's language."""
    names = {
        rules.CORE: _("kern"),
        rules.DISCUSS: _("bespreken"),
        rules.OUTSIDE: _("buiten"),
    }
    return names[kind]


def warning_lines(board: Board) -> list[Page]:
    """The warnings in words, those without a reason first."""
    lines = [
        {
            "code": item.code,
            "subject": item.subject,
            "sentence": _(item.sentence) % item.params,
            "why": _(item.why) % item.params,
            "override": board.overrides.get((item.code, item.subject)),
        }
        for item in rules.warnings(board.facts())
    ]
    return sorted(lines, key=lambda line: line["override"] is not None)


def stale_lines(
    rows: Iterable[ThemeLevel], names: Mapping[int, str], mine: Mapping[int, str]
) -> list[Page]:
    """What somebody else saved beside what was just sent."""
    return [
        {
            "name": names[row.theme_id],
            "theirs": level_name(row.level),
            "reason": row.reason,
            "by": row.made_by or "",
            "mine": level_name(mine.get(row.theme_id, "")),
        }
        for row in rows
    ]


# --- one theme ------------------------------------------------------------------------------------


def theme_page(membership: Membership, board: Board, pk: int) -> Page:
    """One theme with everything beside it and its history. No queries beside those of the board.

    Raises `StopIteration` for a theme that is not on the board.
    """
    field, theme = next(pair for pair in board.themes() if pair[1].pk == pk)
    card = _card(board, field, theme)
    rows = board.levels.history.get(pk, ())[::-1]
    return {
        "card": card,
        "theme": theme,
        "found": board.found.get(theme.code, ()),
        "history": _history(rows) if rows else None,
        "crumbs": crumbs(membership.municipality),
        "may_work": decision(WORK, role=membership.role),
    }


def _history(rows: Sequence[ThemeLevel]) -> Table:
    columns = (Column(_("Wanneer")), Column(_("Niveau")), Column(_("Reden")), Column(_("Door")))
    shown = tuple(
        Row(
            (
                when(row),
                Cell(
                    level_name(row.level),
                    badge=_("omlaag") if row.down else "",
                    badge_kind="warning",
                ),
                Cell(row.reason, sub=row.instead),
                str(row.made_by or ""),
            )
        )
        for row in rows
    )
    return Table(_("Elk niveau dat dit thema kreeg, het nieuwste bovenaan"), columns, shown)


# --- what others put first ------------------------------------------------------------------------


def higher_page(membership: Membership, cycle: PolicyCycle) -> Page:
    """What the country and the region put first, and our relation to it. 2 queries."""
    found = queries.higher(cycle)
    themes = {t.code: t.name for f in fields_with_themes(cycle) for t in f.themes}
    groups = [
        {
            "title": _("Landelijk") if scope == Scope.NATIONAL else _("In de regio"),
            "items": [_higher_line(item, themes) for item in found if item.scope == scope],
        }
        for scope in Scope
    ]
    return {
        "cycle": cycle,
        "groups": groups,
        "declared": sum(item.relation is not None for item in found),
        "total": len(found),
        "examples": queries.examples(found).items(),
        "crumbs": crumbs(membership.municipality),
        "may_work": decision(WORK, role=membership.role),
    }


def _higher_line(item: Higher, themes: Mapping[str, str]) -> Page:
    relation = item.relation
    names = [themes.get(code, code) for code in (relation.themes if relation else ())]
    return {"item": item, "themes": names, "relation": relation}


def theme_choices(
    fields: Sequence[FieldView], levels: Mapping[str, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Themes by field as choices by code, each with its level."""
    return [
        (
            field.name,
            [
                (
                    theme.code,
                    f"{theme.name} ({level_name(level)})"
                    if (level := levels.get(theme.code, ""))
                    else theme.name,
                )
                for theme in field.themes
            ],
        )
        for field in fields
    ]


# --- alignment ------------------------------------------------------------------------------------


def alignment_page(membership: Membership, cycle: PolicyCycle) -> Page:
    """With whom was aligned; the words only for who may read them. 1 query."""
    rows = queries.alignments(cycle)
    reads = decision(READ_ALIGNMENT, role=membership.role)
    groups = [
        {
            "title": str(kind.label).capitalize(),
            "rows": [row for row in rows if row.kind == kind],
        }
        for kind in AlignedWith
    ]
    lacking = rules.missing({row.kind for row in rows})
    return {
        "cycle": cycle,
        "light": cycle.variant == LIGHT,
        "groups": groups,
        "lacking": [str(AlignedWith(kind).label) for kind in lacking],
        "reads": reads,
        "crumbs": crumbs(membership.municipality),
        "may_work": decision(WORK, role=membership.role),
    }
