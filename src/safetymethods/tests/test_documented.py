"""Undocumented is unfinished: every public function is named in an explanation."""

import importlib
import inspect
from pathlib import Path

import pytest

import safetymethods

pytestmark = pytest.mark.pure

PACKAGE = Path(safetymethods.__file__).parent
EXPLANATION = PACKAGE.parents[1] / "docs" / "explanation"
HELPERS = {
    "carries_number",
    "check_level",
    "checked_counts",
    "floats",
    "found",
    "garwood",
    "months_of",
    "number_states",
}
"""Small tools that the methods share."""


def public_functions() -> list[str]:
    names = []
    for path in sorted(PACKAGE.glob("*.py")):
        module = importlib.import_module(f"safetymethods.{path.stem}")
        for name, thing in inspect.getmembers(module, inspect.isfunction):
            if thing.__module__ == module.__name__ and not name.startswith("_"):
                names.append(name)
    return names


def test_every_method_is_explained() -> None:
    if not EXPLANATION.is_dir():
        pytest.skip("the documentation is not here: this is an installed copy")
    text = "".join(page.read_text(encoding="utf-8") for page in EXPLANATION.glob("*.md"))
    assert not [n for n in public_functions() if f"`{n}`" not in text and n not in HELPERS]


def test_every_module_is_in_the_table_of_the_package() -> None:
    table = safetymethods.__doc__ or ""
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert not [name for name in sorted(modules) if f"`{name}`" not in table]


def test_every_public_function_has_a_docstring_and_types() -> None:
    for path in sorted(PACKAGE.glob("*.py")):
        module = importlib.import_module(f"safetymethods.{path.stem}")
        for name, thing in inspect.getmembers(module, inspect.isfunction):
            if thing.__module__ == module.__name__ and not name.startswith("_"):
                assert thing.__doc__, name
                assert "return" in thing.__annotations__, name
