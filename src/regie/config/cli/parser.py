"""What one can type after `regie`, and the help that explains it."""

import argparse
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import NoReturn

from regie.config import version
from regie.config.cli.words import gettext as _
from regie.config.cli.words import of_argparse

Run = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Wrong usage says so in the user's language, and where to find help. Exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and stop."""
        self.print_usage()
        hint = _("Zo kan het niet: %(what)s. Meer uitleg: %(program)s --help")
        self.exit(2, hint % {"what": message, "program": self.prog} + "\n")


def _later(module: str, name: str) -> Run:
    """A command's function, imported when it runs: help and usage errors stay quick."""

    def run(given: argparse.Namespace) -> int:
        function: Run = getattr(import_module(f"regie.config.cli.{module}"), name)
        return function(given)

    return run


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        words = _("%(text)s is geen datum; schrijf die als 2026-08-15")
        raise argparse.ArgumentTypeError(words % {"text": text}) from error


def _where_to_listen(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, default=8000, help=_("poort; standaard 8000"))
    command.add_argument("--host", default="127.0.0.1", help=_("adres; standaard 127.0.0.1"))
    command.add_argument(
        "--no-worker",
        action="store_true",
        help=_("start geen verwerker voor lange taken; doe dat dan met regie worker"),
    )


def _demo(command: argparse.ArgumentParser) -> None:
    _where_to_listen(command)
    command.add_argument(
        "--prepare-only", action="store_true", help=_("maak alles klaar, maar start niets")
    )


def _serve(command: argparse.ArgumentParser) -> None:
    _where_to_listen(command)
    command.add_argument("--workers", type=int, default=2, help=_("aantal processen; standaard 2"))


def _import(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "source",
        nargs="+",
        metavar="FILE",
        help=_("een of meer bestanden, of cbs:47018NED om een tabel op te halen"),
    )
    command.add_argument(
        "--municipality",
        metavar="GM0344",
        help=_("de gemeente waarvan dit bestand is, of waarvan u cijfers ophaalt"),
    )
    command.add_argument(
        "--profile",
        metavar="NAME",
        help=_("naam van een registratie: lees het bestand van een partner zoals vorige keer"),
    )
    command.add_argument("--table", help=_("nummer van de tabel, als herkennen niet lukt"))
    command.add_argument(
        "--year", type=int, help=_("jaar van de cijfers, als dat niet in het bestand staat")
    )
    command.add_argument("--classification", type=int, help=_("jaar van de gebiedsindeling"))
    command.add_argument(
        "--vintage",
        type=_day,
        metavar="2026-08-15",
        help=_("stand van de cijfers: de dag waarop de uitgever ze bijwerkte"),
    )
    command.add_argument(
        "--dry-run", action="store_true", help=_("controleer alleen, bewaar niets")
    )
    command.add_argument(
        "--json", action="store_true", help=_("geef het kwaliteitsrapport als JSON")
    )


def _standin(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, default=8021, help=_("poort; standaard 8021"))
    command.add_argument(
        "--voorbeeldstad",
        action="store_true",
        help=_("ook met de tabellen van het verzonnen land"),
    )
    command.add_argument(
        "--misbehave",
        default="",
        metavar="A,B",
        help=_("storingen om na te bootsen, met komma's ertussen"),
    )


def _analyse(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--municipality", metavar="GM0344", required=True, help=_("code van de gemeente")
    )
    command.add_argument("--out", metavar="DIR", help=_("map voor het veiligheidsbeeld"))


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help=_("geef de uitkomst als JSON"))


def _nothing(command: argparse.ArgumentParser) -> None:
    """Take no options of its own."""


def build() -> Parser:
    """The parser with every command, in the language of the terminal."""
    commands: tuple[tuple[str, str, Callable[[argparse.ArgumentParser], None], Run], ...] = (
        ("demo", _("maak Voorbeeldstad klaar en start Regie"), _demo, _later("demo", "run")),
        ("serve", _("start Regie voor gebruikers"), _serve, _later("serving", "serve")),
        ("worker", _("verwerk lange taken"), _nothing, _later("serving", "work")),
        ("import", _("lees cijfers, grenzen of codes in"), _import, _later("figures", "take_in")),
        ("analyse", _("schrijf het veiligheidsbeeld van een gemeente"), _analyse,
         _later("figures", "analyse")),
        ("standin", _("speel CBS, politie en PDOK na met verzonnen cijfers"), _standin,
         _later("standin", "run")),
        ("check", _("controleer deze installatie"), _check, _later("check", "run")),
    )  # fmt: skip
    vars(argparse)["_"] = of_argparse  # the name under which argparse looks up its own words
    parser = Parser(
        prog="regie",
        description=_("Regie: het open platform voor lokaal integraal veiligheidsbeleid."),
        epilog=_("Afloop: 0 gedaan, 1 geweigerd met een reden, 2 verkeerd gebruikt."),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"regie {version()}",
        help=of_argparse("show program's version number and exit"),
    )
    listed = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words, add_options, run in commands:
        command = listed.add_parser(name, help=words, description=words)
        command.add_argument(
            "--data", metavar="DIR", help=_("map met alle gegevens; standaard REGIE_DATA of ./data")
        )
        add_options(command)
        command.set_defaults(run=run)
    listed.add_parser("manage", help=_("de beheeropdrachten van Django"), add_help=False)
    return parser
