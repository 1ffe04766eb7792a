"""Undocumented is unfinished: what exists in the code is named in the documentation."""

import re
import tomllib

import pytest

from tests.house import ROOT, own_python
from tools import reference

DOCS = ROOT / "docs"


def _read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.pure
def test_every_setting_is_documented() -> None:
    names = {
        name
        for path in own_python()
        for name in re.findall(
            r'(?:environ(?:\.get\(|\[)|_flag\()"((?:REGIE_|DATABASE_)\w+)"',
            path.read_text(encoding="utf-8"),
        )
    }
    assert len(names) > 10
    page = _read("reference/settings.md")
    assert not {name for name in names if f"`{name}`" not in page and f"`{name}=1`" not in page}


def test_every_room_is_in_the_glossary() -> None:
    glossary = _read("reference/glossary.md").lower()
    rooms = [room.split(".")[1] for room in reference.house_rooms()]
    assert not [room for room in rooms if not re.search(rf"\b{room}\b", glossary)]


def test_the_front_page_draws_every_room_and_no_other() -> None:
    plan = (ROOT / "README.md").read_text(encoding="utf-8")
    house = plan.split("\nconfig  ")[1].split("\nui  ")[0]
    drawn = set(re.findall(r"(?:·|^\w+) +([a-z_]+)(?= |$)", house, re.MULTILINE))
    drawn |= set(re.findall(r"· ([a-z_]+)", house))
    assert drawn == {room.split(".")[1] for room in reference.house_rooms()}


def test_every_role_is_in_the_glossary() -> None:
    from regie.policy.roles import ROLES

    glossary = _read("reference/glossary.md").lower()
    missing = [role.name for role in ROLES() if role.name.lower() not in glossary]
    assert not missing


def test_every_state_has_a_label_and_is_in_the_glossary() -> None:
    glossary = _read("reference/glossary.md").lower()
    found = reference.workflows()
    assert found
    for room, name, workflow in found:
        assert set(workflow.labels) == set(workflow.states), f"{room}.{name} lacks labels"
        missing = [word for word in workflow.labels.values() if word.lower() not in glossary]
        assert not missing, f"{room}.{name}"


def test_the_reference_pages_can_be_written() -> None:
    assert "`sources`" in reference.rooms_page()
    assert "regie import" in reference.commands_page()
    assert "`coordinator`" in reference.roles_page()
    assert "offence_types.toml" in reference.policy_page()
    assert "/health" in reference.addresses_page()


@pytest.mark.pure
def test_every_word_of_a_verdict_and_every_reason_is_explained() -> None:
    from regie.evidence.appraisal.rules import Why, Word

    page = _read("explanation/signals.md")
    assert not [word for word in (*Word, *Why) if word and f"| `{word}` |" not in page]


@pytest.mark.pure
def test_the_page_of_methods_says_where_each_is_explained() -> None:
    page = reference.methods_page()
    assert "| `change_test` | The newest block" in page
    assert "Formulas: [Has it changed?](../../explanation/change.md)." in page
    assert "| `NO_COUNT` | no_count | Somewhere there is no count" in page
    assert "Formulas: –." not in page


@pytest.mark.pure
def test_every_policy_file_says_what_it_holds_and_where_it_is_from() -> None:
    for path in sorted((ROOT / "policy").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# "), f"{path.name} begins with a comment that explains it"
        assert "source" in text, path.name
        tomllib.loads(text)


@pytest.mark.pure
def test_every_decision_has_a_number_a_status_and_a_date() -> None:
    pages = sorted((DOCS / "adr").glob("0*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.match(rf"# {int(page.name[:4])}\. \S", text), page.name
        assert re.search(r"\*Status: (accepted|replaced by \d+) · \d+ \w+ \d{4}\*", text), page.name


@pytest.mark.pure
@pytest.mark.parametrize(
    "name",
    ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE", "publiccode.yml"],
)
def test_the_papers_of_a_public_project_are_there(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()


@pytest.mark.pure
def test_links_between_papers_exist() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]:
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text("utf-8")):
            assert (ROOT / link).exists(), f"{page.name} links to {link}"


@pytest.mark.pure
def test_every_make_target_is_explained_and_in_the_papers() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE)
    papers = "".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")
    )
    assert not [name for name in targets if name != "help" and f"make {name}" not in papers]


@pytest.mark.pure
def test_one_version_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert re.search(rf"^softwareVersion: {re.escape(version)}$", _public_code(), re.MULTILINE)
    assert re.search(rf"^## {re.escape(version)}", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)


def _public_code() -> str:
    return (ROOT / "publiccode.yml").read_text(encoding="utf-8")
