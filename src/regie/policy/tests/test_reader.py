"""Whatever is wrong with a policy file, the message names the file and the item."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from regie.policy import PolicyError, PolicyModel, load, policy_folder
from regie.policy.offences import TypesFile
from regie.policy.reader import Text, read_policy

pytestmark = pytest.mark.pure


class Part(PolicyModel):
    code: Text
    source: Text


class Whole(PolicyModel):
    code: Text
    parts: tuple[Part, ...]


class Book(PolicyModel):
    wholes: tuple[Whole, ...]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "example.toml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = '[[wholes]]\ncode = "one"\n[[wholes.parts]]\ncode = "a"\nsource = "book, p. 3"\n'


def test_a_good_file_is_read_into_frozen_items(tmp_path: Path) -> None:
    book = read_policy(written(tmp_path, GOOD), Book)
    assert book.wholes[0].parts[0].source == "book, p. 3"
    with pytest.raises(ValidationError):
        book.wholes[0].__setattr__("code", "two")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace('source = "book, p. 3"\n', ""), "wholes[0] (one) > parts[0] (a) > source"),
        (GOOD.replace("book, p. 3", "  "), "wholes[0] (one) > parts[0] (a) > source"),
        (GOOD + 'colour = "red"\n', "wholes[0] (one) > parts[0] (a) > colour"),
        ('[[wholes]]\nname = "x"\nparts = []\n', "wholes[0] (x) > code"),
        ("[[wholes]]\nparts = []\n", "wholes[0] > code"),
        ('wholes = ["text"]\n', "wholes[0]"),
        ("wholes = 3\n", "wholes"),
        ("", "wholes"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_policy(written(tmp_path, text), Book)
    assert "policy/example.toml" in str(caught.value)
    assert says in str(caught.value)


def test_every_problem_is_named_not_only_the_first(tmp_path: Path) -> None:
    text = '[[wholes]]\ncode = "one"\n[[wholes.parts]]\ncode = "a"\n[[wholes.parts]]\ncode = "b"\n'
    with pytest.raises(PolicyError) as caught:
        read_policy(written(tmp_path, text), Book)
    assert str(caught.value).count("Field required") == 2


def test_broken_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"policy/example\.toml: this is not valid TOML"):
        read_policy(written(tmp_path, "[[wholes"), Book)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "example.toml"
    path.write_bytes('code = "reünie"'.encode("cp1252"))
    with pytest.raises(PolicyError, match=r"policy/example\.toml: this is not valid TOML"):
        read_policy(path, Book)


def test_an_absent_file_is_named() -> None:
    with pytest.raises(PolicyError, match=r"policy/no_such_thing\.toml: the file does not exist"):
        load("no_such_thing", Book)


def test_a_file_is_read_once() -> None:
    assert load("offence_types", TypesFile) is load("offence_types", TypesFile)


def test_the_folder_is_the_one_of_the_checkout_unless_installed(tmp_path: Path) -> None:
    assert (policy_folder() / "offence_types.toml").is_file()
    package = tmp_path / "src" / "regie" / "policy"
    assert policy_folder(package) == tmp_path / "policy"
    (package / "data").mkdir(parents=True)
    assert policy_folder(package) == package / "data"
