"""What templates do without saying: a name that is set in one block does not exist in the next."""

import re
from collections.abc import Iterator

import pytest

from tests.house import SOURCE

pytestmark = pytest.mark.pure

EDGE = re.compile(r"({%\s*(?:block|endblock)\b[^%]*%})")
BEGIN = re.compile(r"{%\s*block (\w+)")
SET = re.compile(r" as (\w+) ?%}")
USED = re.compile(r"(?:=|{{ ?)(\w+)")


def _blocks(text: str) -> Iterator[str]:
    """The text of each block that has no block inside."""
    inside = False
    for part in EDGE.split(text):
        if EDGE.fullmatch(part):
            inside = bool(BEGIN.match(part))
        elif inside:
            yield part


def _lost(text: str) -> set[str]:
    """Names that one block sets and another uses without setting them itself."""
    blocks = [(set(SET.findall(block)), set(USED.findall(block))) for block in _blocks(text)]
    found = set()
    for given, _used in blocks:
        for own, used in blocks:
            found |= (given & used) - own
    return found


def test_a_name_is_set_in_the_block_that_uses_it() -> None:
    lost = {
        path.relative_to(SOURCE).as_posix(): names
        for path in SOURCE.rglob("*.html")
        if (names := _lost(path.read_text(encoding="utf-8")))
    }
    assert not lost


def test_the_rule_sees_a_lost_name() -> None:
    lost = '{% block a %}{% url "x" as there %}{% endblock %}{% block b %}{{ there }}{% endblock %}'
    assert _lost(lost) == {"there"}
    assert _lost(lost.replace("{{ there }}", '{% url "x" as there %}{{ there }}')) == set()


NUMBER = re.compile(r'="[^"<>]*\{\{ *[\w.]*\b(?:pk|seen|version|lesson_id|left|joined) *\}\}')


def test_a_number_in_an_attribute_has_no_thousands_separator() -> None:
    """Shown to a reader 1234 is 1.234; as the name of a thing it must stay 1234."""
    found = [
        f"{path.relative_to(SOURCE).as_posix()}: {text}"
        for path in SOURCE.rglob("*.html")
        for text in NUMBER.findall(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_the_rule_sees_a_number() -> None:
    assert NUMBER.search('<input value="{{ item.pk }}">')
    assert NUMBER.search('<p id="row-{{ item.pk }}-x">')
    assert not NUMBER.search('<p id="row-{{ item.pk|stringformat:"s" }}">')
