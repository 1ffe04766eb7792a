"""The policy files and the code speak of the same roles, tables, types and states."""

import pytest

from regie.evidence.formats.rules import State
from regie.foundation.access import rules
from regie.policy.denominators import DENOMINATORS
from regie.policy.indicators import PERCEIVED
from regie.policy.roles import ROLES
from regie.policy.tables import TABLES, TableItem, tables_of
from safetymethods.result import State as MethodState

pytestmark = pytest.mark.pure


def test_the_roles_of_the_policy_are_the_roles_of_the_code() -> None:
    assert tuple(item.code for item in ROLES()) == rules.ROLES


def test_methods_and_deliveries_number_the_states_alike() -> None:
    assert {item.name: item.value for item in MethodState} == {
        item.name: item.value for item in State
    }


def test_every_denominator_is_delivered_by_the_families_it_names() -> None:
    families = {item.family for item in TABLES()}
    for item in DENOMINATORS():
        for family, stem in item.stems.items():
            assert family in families, f"{item.code}: {family}"
            assert any(_delivers(table, stem) for table in tables_of(family)), stem


def test_survey_figures_the_tables_read_are_indicators() -> None:
    """A measure that tables.toml reads and no indicator shows would never be seen."""
    stems = {measure.stem for table in tables_of("vm") for measure in table.measures}
    assert stems <= {item.stem for item in PERCEIVED()}


def _delivers(table: TableItem, stem: str) -> bool:
    measures = {measure.stem for measure in table.measures}
    return stem in measures or table.other_measures
