"""The board of one cycle: every theme with its level and what stands beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import FieldView, ThemeView, fields_with_themes
from regie.planning.priorities import beside, queries, rules
from regie.planning.priorities.beside import Found
from regie.planning.priorities.models import Override, ThemeLevel
from regie.planning.priorities.queries import Higher
from regie.planning.priorities.rules import Advice
from regie.planning.priority_sessions.models import PrioritySession
from regie.policy.attention import ATTENTION


@dataclass(frozen=True, kw_only=True)
class Board:
    """Everything a board shows: themes by field, their levels and what stands beside them."""

    fields: Sequence[FieldView]
    rows: Mapping[int, ThemeLevel]
    previous: Mapping[str, str]
    found: Mapping[str, Sequence[Found]]
    partners: Mapping[str, str]
    advice: Sequence[Advice]
    session: PrioritySession | None
    higher: Sequence[Higher]
    overrides: Mapping[tuple[str, str], Override]
    asked: int
    names: Sequence[str] = ()

    def themes(self) -> list[tuple[FieldView, ThemeView]]:
        """Every theme with its field, in order."""
        return [(field, theme) for field in self.fields for theme in field.themes]

    def advice_on(self, code: str) -> list[Advice]:
        """What the session said of candidates about this theme."""
        return [item for item in self.advice if code in item.themes]

    def facts(self) -> rules.Facts:
        """What the warnings look at."""
        policy = ATTENTION()
        return rules.Facts(
            themes=[self._theme(field, theme) for field, theme in self.themes()],
            fields={field.code: field.name for field in self.fields},
            names=self.names,
            containers=[
                *(item.words for item in policy.containers),
                *(field.official for field in self.fields),
            ],
            most=policy.most_priorities,
            asked=self.asked,
            undeclared={
                item.code: item.name
                for item in self.higher
                if item.counts and item.relation is None
            },
        )

    def _theme(self, field: FieldView, theme: ThemeView) -> rules.Theme:
        row, found = self.rows.get(theme.pk), self.found.get(theme.code, ())
        return rules.Theme(
            code=theme.code,
            name=theme.name,
            field=field.code,
            level=row.level if row else "",
            before=self.previous.get(theme.code, ""),
            findings=len(found),
            deviating=sum(item.deviating for item in found),
            partners=self.partners.get(theme.code, ""),
        )


NamesOf = Callable[[PolicyCycle], Sequence[str]]
_names: list[NamesOf] = []


def name_priorities(source: NamesOf) -> None:
    """Say who knows the priorities of a cycle in words; the room of the proposal does.

    The warnings then count those instead of themes. `source` asks 1 query.
    """
    _names[:] = [source]


def board_of(cycle: PolicyCycle) -> Board:
    """The board of a cycle. At most 14 queries."""
    session = beside.session_of(cycle)
    return Board(
        fields=fields_with_themes(cycle),
        rows=queries.level_rows(cycle),
        previous=queries.previous_levels(cycle),
        found=beside.by_theme(beside.findings(cycle.municipality)),
        partners=beside.partner_levels(cycle),
        advice=beside.advice_of(session),
        session=session,
        higher=queries.higher(cycle),
        overrides=queries.overrides(cycle),
        asked=beside.asked_for(cycle),
        names=_names[0](cycle) if _names else (),
    )
