"""The tutorial runs, block after block, and shows what it says it shows."""

import ast
import builtins
import io
import re
from code import InteractiveInterpreter
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import safetymethods

pytestmark = pytest.mark.pure

PAGE = Path(safetymethods.__file__).parents[2] / "docs" / "tutorial" / "analysis-in-python.md"
MARK = "# → "


def blocks(text: str) -> list[str]:
    """The Python blocks of a page, in order."""
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def promised(lines: list[str], last: int) -> list[str]:
    """What stands behind the mark on line `last` (from 1) and on the lines that follow it."""
    behind = lines[last - 1].partition(MARK)[2]
    found = [behind] if behind else []
    for line in lines[last:]:
        if not line.startswith(MARK):
            break
        found.append(line.removeprefix(MARK))
    return found


class Console(InteractiveInterpreter):
    """A console that remembers what it shows, and in which a mistake is a failure."""

    def showtraceback(self) -> None:
        """Let the mistake through: this is called while it is being handled."""
        raise

    def shows(self, statement: ast.stmt) -> list[str]:
        """What running one statement prints, the answer to an expression included."""
        printed = io.StringIO()
        with redirect_stdout(printed):
            self.runcode(compile(ast.Interactive([statement]), PAGE.name, "single"))
        return printed.getvalue().splitlines()


def differences(block: str, console: Console) -> tuple[list[str], int]:
    """Run a block: where it shows something else than it says, and how many lines were compared."""
    lines = block.splitlines()
    wrong: list[str] = []
    compared = 0
    for statement in ast.parse(block).body:
        says = promised(lines, statement.end_lineno or statement.lineno)
        shows = console.shows(statement)
        compared += len(says)
        if says and says != shows:
            wrong.append(f"says {says}, shows {shows}")
    return wrong, compared


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Console:
    """A console that leaves nothing behind: its last answer is kept in the builtin `_`."""
    monkeypatch.setattr(builtins, "_", None, raising=False)
    return Console()


def test_the_checker_sees_what_is_wrong(console: Console) -> None:
    assert differences("a = 1\na + 1  # → 2\n", console) == ([], 1)
    assert differences("a + 1\n# → 3\n", console) == (["says ['3'], shows ['2']"], 1)
    assert differences("for n in (1, 2):\n    print(n)\n# → 1\n# → 2\n", console) == ([], 2)
    assert differences("print('x')\n# → y\n", console)[0] == ["says ['y'], shows ['x']"]
    with pytest.raises(NameError):
        differences("unknown\n", console)


def test_the_tutorial_shows_what_it_says(console: Console) -> None:
    if not PAGE.is_file():
        pytest.skip("the documentation is not here: this is an installed copy")
    text = PAGE.read_text(encoding="utf-8")
    found = [differences(block, console) for block in blocks(text)]
    assert not [line for wrong, _compared in found for line in wrong]
    assert sum(compared for _wrong, compared in found) == len(re.findall(f"(?m)(^|  ){MARK}", text))
