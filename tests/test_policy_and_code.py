"""The policy files and the code speak of the same roles, tables, types and states."""

import pytest

from regie.evidence.formats.rules import State
from regie.foundation.access import rules
from regie.planning.fact_cards import rules as fact_cards
from regie.planning.priorities import rules as levels
from regie.planning.priority_sessions import rules as sessions
from regie.policy.attention import ATTENTION, HIGHER
from regie.policy.denominators import DENOMINATORS
from regie.policy.fields import theme
from regie.policy.indicators import PERCEIVED
from regie.policy.roles import ROLES
from regie.policy.session_criteria import SESSION_CRITERIA
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


def test_the_levels_of_attention_of_the_policy_are_those_of_the_code() -> None:
    assert tuple(item.code for item in ATTENTION().levels) == levels.LEVELS
    assert all(item.words == levels.plain(item.words) for item in ATTENTION().containers)


def test_priorities_of_others_have_a_source_and_known_themes() -> None:
    assert {item.scope for item in HIGHER()} == {"national", "regional"}
    assert len({item.code for item in HIGHER()}) == len(HIGHER())
    for item in HIGHER():
        assert item.first_year <= item.last_year
        assert all(theme(code) for code in item.themes), item.code


def test_criteria_by_figures_have_a_rule() -> None:
    by_figures = {item.code for item in SESSION_CRITERIA().criteria if item.by_figures}
    assert by_figures == {fact_cards.EXTENT, fact_cards.TREND, fact_cards.PERCEPTION}
    codes = [item.code for item in SESSION_CRITERIA().criteria]
    assert len(codes) == len(set(codes)) <= sessions.MOST_CRITERIA


def _delivers(table: TableItem, stem: str) -> bool:
    measures = {measure.stem for measure in table.measures}
    return stem in measures or table.other_measures
