"""Coverage as a picture that is a table: areas or types by year, each cell with its state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regie.evidence.data_quality import reasons
from regie.evidence.data_quality.gathering import PARTIAL, ZERO
from regie.evidence.formats.rules import State

NAMES = {int(state): state.name for state in State} | {PARTIAL: "PARTIAL", ZERO: "ZERO"}
SIGNS = {
    "VALUE": "■",
    "ZERO": "0",
    "ESTIMATED": "≈",
    "PARTIAL": "◧",
    "HIDDEN": "×",
    "UNKNOWN": "?",
    "IMPOSSIBLE": "–",
    "NOT_OBSERVED": "·",
}


@dataclass(frozen=True)
class Strip:
    """Rows of states; the caption names it for who cannot see it."""

    caption: str
    corner: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]

    @property
    def html(self) -> SafeString:
        """The table; every text is escaped."""
        known = _known({int(state) for _name, states in self.rows for state in states})
        head = format_html_join("", '<th scope="col">{}</th>', ((c,) for c in self.columns))
        body = format_html_join(
            "",
            '<tr><th scope="row">{}</th>{}</tr>',
            ((n, _cells(states, known)) for n, states in self.rows),
        )
        return format_html(
            '<div class="regie-scroll regie-scroll--tall" tabindex="0" role="group"'
            ' aria-label="{}"><table class="regie-strip"><caption class="regie-hidden">{}</caption>'
            '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>',
            self.caption,
            self.caption,
            self.corner,
            head,
            body,
        )

    @property
    def legend(self) -> SafeString:
        """What the signs mean, only those that occur."""
        present = {NAMES[int(state)] for _name, states in self.rows for state in states}
        return _legend(name for name in SIGNS if name in present)

    def share(self) -> float | None:
        """The part of the cells with a number."""
        cells = [NAMES[int(state)] for _name, states in self.rows for state in states]
        known = sum(name in {"VALUE", "ZERO", "ESTIMATED"} for name in cells)
        return known / len(cells) if cells else None


def _cells(states: Sequence[int], known: Mapping[int, SafeString]) -> SafeString:
    return SafeString("".join(known[int(state)] for state in states))


def _known(states: Iterable[int]) -> dict[int, SafeString]:
    """The cell of each state that occurs: a large strip repeats a few of them."""
    return {state: _cell(NAMES[state]) for state in states}


def _cell(name: str) -> SafeString:
    return format_html(
        '<td class="regie-strip__{}"><span aria-hidden="true">{}</span>'
        '<span class="regie-hidden">{}</span></td>',
        name.lower(),
        SIGNS[name],
        _(reasons.STATES[name]),
    )


def _legend(names: Iterable[str]) -> SafeString:
    return format_html(
        '<ul class="regie-strip-leg">{}</ul>',
        format_html_join(
            "",
            '<li><span class="regie-strip__{}" aria-hidden="true">{}</span> {}</li>',
            ((name.lower(), SIGNS[name], _(reasons.STATES[name])) for name in names),
        ),
    )
