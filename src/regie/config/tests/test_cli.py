import json
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured

from regie.config.cli import main, words
from regie.config.cli import parser as parsers

ENGLISH_OF_ARGPARSE = ("argument", "required", "invalid", "expected", "unrecognized")


@pytest.fixture(autouse=True)
def _dutch_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("LANG", "nl_NL.UTF-8", "nl"),
        ("LANG", "C.UTF-8", "nl"),
        ("LANG", "en_GB.UTF-8", "en"),
        ("LC_ALL", "en_US", "en"),
    ],
)
def test_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)
    assert words.language() == expected


@pytest.mark.pure
@pytest.mark.parametrize(
    "arguments",
    [[], ["dans"], ["import"], ["analyse"], ["demo", "--port", "acht"], ["check", "--x"]],
)
def test_wrong_usage_is_2_and_says_so(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    said = capsys.readouterr()
    assert said.out.startswith("gebruik: ")
    assert "Zo kan het niet" in said.err
    assert not [word for word in ENGLISH_OF_ARGPARSE if word in said.err]


@pytest.mark.pure
def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    listed = capsys.readouterr().out
    assert all(
        name in listed
        for name in ("demo", "serve", "worker", "import", "analyse", "check", "manage")
    )


@pytest.mark.pure
def test_help_is_english_in_an_english_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    parsers.build().print_help()
    assert "safety policy" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_refusal_is_1_with_the_reason_on_stderr(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["import", str(tmp_path / "weg.csv")]) == 1
    said = capsys.readouterr()
    assert "weg.csv" in said.err
    assert not said.out


@pytest.mark.django_db
def test_check_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], settings: LazySettings
) -> None:
    settings.DEMO = False
    settings.SECRET_KEY = "short"
    assert main(["check"]) == 1
    assert "REGIE_SECRET_KEY" in capsys.readouterr().out


@pytest.mark.django_db
def test_check_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--json"])
    findings = json.loads(capsys.readouterr().out)
    assert {"subject", "good", "text"} == set(findings[0])


@pytest.mark.django_db
def test_serve_refuses_an_installation_that_is_not_ready(
    capsys: pytest.CaptureFixture[str], settings: LazySettings
) -> None:
    settings.DEMO = False
    settings.SECRET_KEY = "short"
    assert main(["serve"]) == 1
    assert "start niet" in capsys.readouterr().err


@pytest.mark.django_db
def test_manage_is_djangos_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manage", "check"]) == 0
    assert "no issues" in capsys.readouterr().out


@pytest.mark.pure
def test_a_missing_secret_key_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_words: list[str]) -> None:
        raise ImproperlyConfigured("The SECRET_KEY setting must not be empty.")

    monkeypatch.setattr("django.core.management.execute_from_command_line", refuse)
    assert main(["manage", "check"]) == 1
    assert "REGIE_SECRET_KEY" in capsys.readouterr().err
