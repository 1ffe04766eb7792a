"""The board of one cycle: every theme with its level and what stands beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import FieldView, ThemeView, fields_with_themes
from regie.foundation.records.rows import Rows
from regie.planning.priorities import beside, queries, rules
from regie.planning.priorities.beside import Found, Silence
from regie.planning.priorities.models import Alignment
from regie.planning.priorities.queries import Given, Higher, Levels
from regie.planning.priorities.rules import Advice
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.start_meetings.queries import choices_along, tiers_in
from regie.planning.start_memos.queries import frames_in, put_along, said_along
from regie.policy.attention import ATTENTION


@dataclass(frozen=True, kw_only=True)
class Board:
    """Everything a board shows: themes by field, their levels and what stands beside them."""

    cycle: PolicyCycle
    fields: Sequence[FieldView]
    levels: Levels
    found: Mapping[str, Sequence[Found]]
    partners: Mapping[str, str]
    advice: tuple[Advice, ...]
    session: PrioritySession | None
    higher: Sequence[Higher]
    overrides: Mapping[tuple[str, str], Given]
    alignments: Sequence[Alignment]
    silence: Silence | None = None
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
        row, found = self.levels.newest.get(theme.pk), self.found.get(theme.code, ())
        return rules.Theme(
            code=theme.code,
            name=theme.name,
            field=field.code,
            level=row.level if row else "",
            before=self.levels.previous.get(theme.code, ""),
            findings=len(found),
            deviating=sum(item.deviating for item in found),
            partners=self.partners.get(theme.code, ""),
        )


Names = Callable[[], Rows]
_names: list[Names] = []


def name_priorities(source: Names) -> None:
    """Say who knows the priorities of a cycle in words; the room of the proposal does.

    The warnings then count those instead of themes. `source` gives rows with a `name`, to read
    along with a cycle.
    """
    _names[:] = [source]


def board_of(cycle: PolicyCycle) -> Board:
    """The board of a cycle, with the session that advises now. At most 8 queries."""
    return board_beside(cycle, beside.session_of(cycle))


def board_beside(cycle: PolicyCycle, session: PrioritySession | None) -> Board:
    """The board of a cycle beside the advice of this session. At most 7 queries."""
    kept, said = _kept(cycle), beside.heard(cycle, session)
    return Board(
        cycle=cycle,
        fields=fields_with_themes(cycle),
        levels=queries.levels_of(cycle),
        found=beside.by_theme(beside.findings(cycle.municipality)),
        partners=tiers_in(kept["partners"]).common,
        advice=said.advice,
        silence=said.silence,
        session=session,
        higher=queries.higher_in(cycle, kept["own"], kept["declared"]),
        overrides=queries.overrides_in(kept["reasons"]),
        alignments=queries.alignments_in(kept["aligned"]),
        asked=beside.asked_for(frames_in(kept["put"], kept["said"])),
        names=[row["name"] for row in kept.get("names", ())],
    )


def _kept(cycle: PolicyCycle) -> dict[str, Any]:
    """The small tables of a cycle, read along with it. 1 query."""
    along = {
        "partners": choices_along(),
        "put": put_along(),
        "said": said_along(),
        "own": queries.own_along(),
        "declared": queries.relations_along(),
        "reasons": queries.overrides_along(),
        "aligned": queries.alignments_along(),
        **({"names": _names[0]()} if _names else {}),
    }
    return dict[str, Any](PolicyCycle.objects.values(**along).get(pk=cycle.pk))
