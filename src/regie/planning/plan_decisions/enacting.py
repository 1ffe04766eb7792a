"""What amendments do to a plan when it is adopted: each is the source of what it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.planning.objectives import queries as objective_rows
from regie.planning.objectives import services as objective_writing
from regie.planning.objectives.models import Objective
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plan_decisions import merging, queries, rules
from regie.planning.plan_decisions.models import Amendment, PlanEdition
from regie.planning.plans import origins, structure
from regie.planning.plans import services as plan_writing
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.origins import Origin
from regie.planning.plans.rules import OWN


def in_force(plan: SafetyPlan, edition: PlanEdition) -> list[Amendment]:
    """The amendments that change the plan, those that the council rewrote last. 1 query."""
    rows = [
        row
        for row in queries.amendments_of(plan)
        if row.edition_id == edition.pk and row.outcome in rules.IN_FORCE
    ]
    return sorted(rows, key=lambda row: (row.outcome == rules.CHANGED, row.number))


def refuse_clashes(
    plan: SafetyPlan, rows: Sequence[Amendment], *, only: str = ""
) -> tuple[merging.Applied, ...]:
    """What the plan becomes. Raises `RefusedError` for amendments that cannot stand beside each
    other or in the plan as it is, and when no objective would be left. 2 queries."""
    texts = queries.texts_of(plan)
    done, clashes = merging.apply(texts, queries.changes_in(rows))
    mine = [clash for clash in clashes if not only or only in {clash.number, clash.other}]
    for clash in mine:
        refuse(clash.sentence, mine=clash.number, other=clash.other)
    dropped = any(each.act == rules.DROP for each in done)
    refuse(rules.LAST_OBJECTIVE if dropped and not merging.goals_left(texts, done) else None)
    return done


def put_into_text(
    plan: SafetyPlan, edition: PlanEdition, *, actor: User, role: str
) -> list[Amendment]:
    """Change the plan by every amendment in force, each as the source of its own version.

    Inside the transaction of the adoption. Raises `RefusedError` when one has no outcome, or when
    two of them cannot both stand.
    """
    rows = queries.amendments_of(plan)
    waits = [row.code for row in rows if row.edition_id == edition.pk and not row.outcome]
    refuse(rules.OPEN_AMENDMENTS if waits else None, numbers=", ".join(waits))
    adopted = in_force(plan, edition)
    texts = {each.number: each.text for each in refuse_clashes(plan, adopted)}
    made = _Maker(plan, actor, role)
    for row in adopted:
        made.enact(row, texts[row.code])
    return adopted


def origin_of(row: Amendment) -> Origin:
    """An amendment as the origin of what it changed."""
    return origins.origin(origins.AMENDMENT, number=row.code, title=row.title, by=row.proposer)


@dataclass
class _Maker:
    """Changes one plan."""

    plan: SafetyPlan
    actor: User
    role: str
    gone: set[str] = field(default_factory=set)

    def enact(self, row: Amendment, text: str) -> None:
        """Do what one amendment says; what another took out already is out."""
        origin, target = origin_of(row), queries.target_of(row)
        if row.act == rules.ADD:
            self._add(row, text, origin)
        elif row.act == rules.DROP:
            if target not in self.gone:
                self._drop(row, origin)
            self.gone.add(target)
        elif row.section is not None:
            self._text(row.section, text, origin)
        else:
            self._value(row, text, origin)

    def _text(self, section: PlanSection, text: str, origin: Origin) -> None:
        plan_writing.amend_text(section, text, origin=origin, actor=self.actor, role=self.role)

    def _value(self, row: Amendment, text: str, origin: Origin) -> None:
        found = self._objective(row)
        changed = asdict(words_of(found)) | {row.field: rules.value_of(row.field, text)}
        if row.field == "target":
            changed["target_percent"] = None
        if row.field == "target_percent":
            changed["target"] = None
        self._write(ObjectiveWords(**changed), found.pk, origin)

    def _add(self, row: Amendment, text: str, origin: Origin) -> None:
        if row.adds == rules.OBJECTIVE:
            self._write(new_objective(text, row.values), None, origin)
            return
        section = structure.amend_add_section(
            self.plan,
            row.values.get("title") or "",
            kind=row.values.get("kind") or OWN,
            priority=row.values.get("priority"),
            origin=origin,
            actor=self.actor,
            role=self.role,
        )
        self._text(section, text, origin)

    def _drop(self, row: Amendment, origin: Origin) -> None:
        if row.section is not None:
            structure.amend_remove_section(
                row.section, origin=origin, actor=self.actor, role=self.role
            )
            return
        objective_writing.amend_remove_objective(
            self._objective(row), origin=origin, actor=self.actor, role=self.role
        )

    def _objective(self, row: Amendment) -> Objective:
        found = objective_rows.objective(self.plan, row.objective_id or 0)
        if found is None:
            raise RefusedError(rules.GONE, mine=row.code)
        return found

    def _write(self, words: ObjectiveWords, pk: int | None, origin: Origin) -> None:
        objective_writing.amend_objective(
            self.plan, words, pk=pk, origin=origin, actor=self.actor, role=self.role
        )


def new_objective(statement: str, values: Mapping[str, object]) -> ObjectiveWords:
    """What an amendment adds, as an objective is written. Raises `ValueError` with a sentence."""
    said: dict[str, Any] = {
        name: rules.value_of(name, str(values.get(name) or ""))
        for name in rules.ADDED_FIELDS
        if name != "priority"
    }
    priority = values.get("priority")
    return ObjectiveWords(
        statement=statement,
        priority=int(str(priority)) if priority else None,
        baseline_to=said["baseline_from"],
        **said,
    )


def words_of(row: Objective) -> ObjectiveWords:
    """An objective as it would be written now. No queries when it was read along."""
    names = (*objective_writing.TEXTS, *objective_writing.AS_GIVEN, "target_percent")
    return ObjectiveWords(
        **{name: getattr(row, name) for name in names},
        priority=row.priority_id,
        municipality=row.municipality_id,
        indicator=row.indicator.code if row.indicator else "",
        baseline_basis=row.baseline_basis,
        means=objective_rows.means_words(row),
    )
