"""Known problems and rhythms: in two languages, in short sentences, about tables that exist."""

import re

import pytest

from regie.policy.quality import known_problems, problems_file, rhythm_of, rhythms_file
from regie.policy.tables import TABLES

pytestmark = pytest.mark.pure

REGISTRATION = "registration"


def test_every_problem_is_about_tables_that_are_read() -> None:
    families = {item.family for item in TABLES()} | {REGISTRATION}
    tables = {item.table_id for item in TABLES()}
    for item in problems_file().problems:
        assert set(item.families) <= families, item.code
        assert set(item.tables) <= tables, item.code
        assert item.uses, item.code
    codes = [item.code for item in problems_file().problems]
    assert len(codes) == len(set(codes))


def test_every_table_has_a_rhythm() -> None:
    assert [t.table_id for t in TABLES() if rhythm_of(t.table_id, t.family) is None] == []
    assert rhythm_of("registration-1", REGISTRATION) is not None
    assert rhythm_of("?", "?") is None
    for item in rhythms_file().rhythms:
        assert item.tables or item.families, item.code


def test_every_family_has_known_problems() -> None:
    for table in TABLES():
        assert known_problems(table.table_id, table.family), table.table_id
    assert "hidden-types" not in {p.code for p in known_problems("47013NED", "offence")}
    assert "hidden-types" in {p.code for p in known_problems("47018NED", "offence")}


def test_sentences_are_short() -> None:
    """B1: at most 20 words in a sentence. A list after a colon reads as separate parts."""
    texts = [
        (item.code, text)
        for item in problems_file().problems
        for text in (item.name, item.problem, item.treatment)
    ]
    texts += [(item.code, item.note) for item in rhythms_file().rhythms]
    for code, text in texts:
        for sentence in re.split(r"(?<=[.?!:])\s", text):
            assert len(sentence.split()) <= 20, f"{code}: {sentence}"
