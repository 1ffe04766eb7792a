"""The form in which a person corrects what the columns of a file mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.profiles.profile import Column, Profile, TypeLabel
from regie.evidence.profiles.proposal import ProposedColumn
from regie.evidence.profiles.roles import ONLY_ONCE, ROLES, Role
from regie.evidence.series.heads import Look
from regie.evidence.values.words import code_of

MOST_SHOWN = 120
MOST_TYPES = 200

DATES = (
    ("", gettext_lazy("Kies…")),
    ("day-month", gettext_lazy("dag-maand-jaar, zoals 31-12-2026")),
    ("month-day", gettext_lazy("maand-dag-jaar, zoals 12-31-2026")),
)
DECIMALS = ((",", gettext_lazy("komma, zoals 1,5")), (".", gettext_lazy("punt, zoals 1.5")))
SYSTEMS = (
    ("", gettext_lazy("Geen coördinaten")),
    ("rd", gettext_lazy("Rijksdriehoek (RD), zoals 136000, 455000")),
    ("wgs84", gettext_lazy("GPS (WGS84), zoals 5,12 en 52,09")),
)
GRAINS = (
    ("month", gettext_lazy("per maand")),
    ("quarter", gettext_lazy("per kwartaal")),
    ("year", gettext_lazy("per jaar")),
)


@dataclass(frozen=True)
class ColumnLine:
    """One column on the page: the proposal, and the field to correct it."""

    proposed: ProposedColumn
    field: BoundField | None


@dataclass(frozen=True)
class TypeLine:
    """One kind of event on the page: as the file writes it, its name, and whether it counts."""

    source: str
    label: BoundField
    counts: BoundField
    new: bool


def _role_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles by group, in the reader's language."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for view in ROLES.values():
        groups.setdefault(_(view.group), []).append((view.role.value, _(view.label)))
    return list(groups.items())


class ColumnsForm(forms.Form):
    """What each column is, how dates and numbers are written, and what counts as what."""

    dates = forms.ChoiceField(
        label=gettext_lazy("Hoe staan de datums er?"), choices=DATES, required=False
    )
    decimal = forms.ChoiceField(label=gettext_lazy("Teken voor decimalen"), choices=DECIMALS)
    crs = forms.ChoiceField(
        label=gettext_lazy("Stelsel van de coördinaten"), choices=SYSTEMS, required=False
    )
    grain = forms.ChoiceField(
        label=gettext_lazy("Regie telt"),
        choices=GRAINS,
        help_text=gettext_lazy("Kies dezelfde lengte als bij eerdere bestanden."),
    )
    small = forms.IntegerField(
        label=gettext_lazy("Klein is minder dan"),
        min_value=1,
        max_value=100,
        localize=False,
        help_text=gettext_lazy("Getallen onder deze grens blijven intern."),
    )

    def __init__(
        self, data: QueryDict | None, *, look: Look, profile: Profile, new_types: Sequence[str] = ()
    ) -> None:
        self.look, self.before = look, profile
        self.statuses = look.statuses(profile)
        fresh = [TypeLabel(source=n, code=code_of(n), label=n[:80]) for n in new_types]
        self.types = (*fresh, *profile.types)[:MOST_TYPES]
        self.new = len(fresh)
        self.shown = self._shown()
        super().__init__(data, initial=self._initial())
        for column in self.shown:
            if not self._is_personal(column):
                self.fields[f"role-{column.position}"] = forms.ChoiceField(
                    label=_("Betekenis van kolom %(name)s") % {"name": column.header},
                    choices=_role_choices(),
                )
        for i, item in enumerate(self.types):
            self.fields[f"label-{i}"] = forms.CharField(
                label=_("Naam van de soort %(name)s") % {"name": item.source}, max_length=80
            )
            self.fields[f"counts-{i}"] = forms.BooleanField(
                label=_("%(name)s telt mee") % {"name": item.source}, required=False
            )
        for i, status in enumerate(self.statuses):
            self.fields[f"status-{i}"] = forms.BooleanField(label=status, required=False)

    def _shown(self) -> list[ProposedColumn]:
        """The columns that mean something, and others as far as they fit on a page."""
        columns = self.look.proposal.columns
        telling = [c for c in columns if c.role is not Role.IGNORE or c.finding]
        others = [c for c in columns if c not in telling]
        kept = {c.position for c in [*telling, *others][:MOST_SHOWN]}
        return [column for column in columns if column.position in kept]

    @staticmethod
    def _is_personal(column: ProposedColumn) -> bool:
        """A column about people is never read; nobody can change that."""
        return column.finding is not None and column.finding.verdict != "locate"

    def _initial(self) -> dict[str, Any]:
        profile = self.before
        said: dict[str, Any] = {
            "dates": profile.dates,
            "decimal": profile.decimal,
            "crs": profile.crs,
            "grain": profile.grain,
            "small": profile.small,
        }
        said |= {f"role-{c.position}": self._likely_role(c).value for c in self.shown}
        for i, item in enumerate(self.types):
            said |= {f"label-{i}": item.label, f"counts-{i}": item.incident}
        skipped = set(profile.not_incident)
        said |= {f"status-{i}": status in skipped for i, status in enumerate(self.statuses)}
        return said

    def _likely_role(self, column: ProposedColumn) -> Role:
        """What the profile says of a column; of one that it does not know, what is proposed."""
        matched = self.before.matched(self.look.grid.header)
        known = matched[column.position]
        if known is not None:
            return known.role
        taken = {each.role for each in matched if each} & ONLY_ONCE
        return Role.IGNORE if column.role in taken else column.role

    # --- what the page draws -----------------------------------------------------------------

    @property
    def column_lines(self) -> list[ColumnLine]:
        """The columns with their fields; without a field a column cannot be chosen."""
        return [
            ColumnLine(c, self[f"role-{c.position}"] if not self._is_personal(c) else None)
            for c in self.shown
        ]

    @property
    def type_lines(self) -> list[TypeLine]:
        """The kinds with their fields."""
        return [
            TypeLine(item.source, self[f"label-{i}"], self[f"counts-{i}"], i < self.new)
            for i, item in enumerate(self.types)
        ]

    @property
    def status_fields(self) -> list[BoundField]:
        """The states of records, each with a box for "does not count"."""
        return [self[f"status-{i}"] for i in range(len(self.statuses))]

    @property
    def hidden_columns(self) -> int:
        """How many columns are left out of the page."""
        return len(self.look.proposal.columns) - len(self.shown)

    # --- what the person said ----------------------------------------------------------------

    def profile(self) -> Profile:
        """The profile as it is on the page now."""
        said = self.cleaned_data
        return self.before.model_copy(
            update={
                "columns": self._columns(),
                "types": (*self._types(), *self.before.types[MOST_TYPES - self.new :]),
                "not_incident": tuple(
                    status for i, status in enumerate(self.statuses) if said[f"status-{i}"]
                ),
                "dates": said["dates"],
                "decimal": said["decimal"],
                "crs": said["crs"],
                "grain": said["grain"],
                "small": said["small"],
            }
        )

    def _types(self) -> tuple[TypeLabel, ...]:
        return tuple(
            item.model_copy(
                update={
                    "label": self.cleaned_data[f"label-{i}"],
                    "incident": self.cleaned_data[f"counts-{i}"],
                }
            )
            for i, item in enumerate(self.types)
        )

    def _columns(self) -> tuple[Column, ...]:
        """The columns of this file; what the profile had and this file lacks is left out.

        A column that got another title keeps the old one as another spelling.
        """
        header = self.look.grid.header
        matched = self.before.matched(header)
        used = {id(column) for column in matched if column}
        left = [column for column in self.before.columns if id(column) not in used]
        columns = []
        for position, title in enumerate(header):
            role = self._role(position)
            known = matched[position] or _renamed(left, role)
            if known is None:
                columns.append(Column(header=title[:300], role=role))
                continue
            if known in left:
                left.remove(known)
                names = (known.header, *known.aliases)
                known = known.model_copy(update={"header": title[:300], "aliases": names})
            columns.append(known.model_copy(update={"role": role}))
        return tuple(columns)

    def _role(self, position: int) -> Role:
        said = self.cleaned_data.get(f"role-{position}")
        if said:
            return Role(said)
        return self.look.proposal.columns[position].role


def _renamed(left: list[Column], role: Role) -> Column | None:
    """The column of the profile with this part, when only one file column can have it."""
    if role not in ONLY_ONCE:
        return None
    return next((column for column in left if column.role is role), None)
