"""The documentation names every policy file and every term in it."""

from pathlib import Path

import pytest

from regie.policy import policy_folder
from regie.policy.cycle import CYCLE
from regie.policy.denominators import DENOMINATORS
from regie.policy.fields import SAFETY_FIELDS
from regie.policy.roles import AUDIENCES, COUNCIL, ROLES

pytestmark = pytest.mark.pure

REFERENCE = policy_folder().parent / "docs" / "reference"


def page(name: str) -> str:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip("the documentation is not here: this is an installed copy")
    return path.read_text(encoding="utf-8")


def files() -> list[Path]:
    return sorted(policy_folder().glob("*.toml"))


@pytest.mark.parametrize("path", files(), ids=[path.stem for path in files()])
def test_every_policy_file_is_on_the_policy_page(path: Path) -> None:
    assert f"`{path.name}`" in page("policy.md")


def test_every_term_of_the_policy_is_in_the_glossary() -> None:
    text = page("glossary.md")
    terms = [(item.name, item.code) for item in SAFETY_FIELDS()]
    terms += [(item.name, item.code) for one in SAFETY_FIELDS() for item in one.themes]
    terms += [(item.name, item.code) for item in CYCLE().phases]
    terms += [(item.name, item.code) for item in ROLES()]
    terms += [(item.name, item.code) for item in AUDIENCES()]
    terms += [(item.name, item.code) for item in COUNCIL().roles]
    terms += [(item.name, item.code) for item in DENOMINATORS()]
    missing = [term for term in terms if term[0] not in text or f"`{term[1]}`" not in text]
    assert not missing
