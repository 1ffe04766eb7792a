"""Write the reference pages that the code itself knows best: rooms, addresses, commands, roles,
states, policy files and methods.

The pages are made at every build of the documentation and are not committed.
"""

import argparse
import ast
import importlib
import inspect
import os
import tomllib
from collections.abc import Iterable, Iterator
from enum import EnumMeta
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import django
from django.urls import URLPattern, URLResolver

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src" / "regie"
WORKSHOP = ROOT / "src" / "safetymethods"
EXPLANATION = ROOT / "docs" / "explanation"
STOREYS = ("presentation", "learning", "planning", "evidence", "foundation")
Rows = Iterable[tuple[str, ...]]


def write_pages(folder: Path) -> None:
    """Write every page into `folder`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    django.setup()
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "rooms": rooms_page(),
        "addresses": addresses_page(),
        "commands": commands_page(),
        "roles": roles_page(),
        "states": states_page(),
        "policy": policy_page(),
        "methods": methods_page(),
    }
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def _table(head: tuple[str, ...], rows: Rows) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    cells = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in cells)


def _page(title: str, lead: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", lead, *parts]) + "\n"


def _first_paragraph(thing: object) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def house_rooms() -> list[str]:
    """The rooms that exist, from the top of the house down: `presentation.workspace` …"""
    return [
        f"{storey}.{room.name}"
        for storey in STOREYS
        for room in sorted((HOUSE / storey).iterdir())
        if (room / "apps.py").exists()
    ]


def _module(room: str, name: str = "") -> ModuleType | None:
    dotted = f"regie.{room}" + (f".{name}" if name else "")
    exists = (HOUSE / Path(*room.split(".")) / f"{name or '__init__'}.py").exists()
    return importlib.import_module(dotted) if exists else None


def rooms_page() -> str:
    """Every room with its screen name and what it is for."""
    from django.apps import apps

    rows = []
    for room in house_rooms():
        storey, name = room.split(".")
        module = _module(room)
        config = apps.get_app_config(name)
        rows.append((storey, f"`{name}`", str(config.verbose_name), _first_paragraph(module)))
    return _page(
        "Rooms",
        "From the top of the house down. A room may use every room below it and none above it.",
        _table(("storey", "room", "on the screen", "what it is for"), rows),
    )


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    entry: URLPattern | URLResolver
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, address)
        else:
            yield address, entry.callback


def addresses_page() -> str:
    """Every address of the house and the function that answers it."""
    from django.urls import get_resolver

    rows = []
    for address, view in _patterns(get_resolver()):
        function = inspect.unwrap(view)
        module = getattr(function, "__module__", "")
        if not module.startswith("regie."):
            continue
        path = "src/" + module.replace(".", "/") + ".py"
        name = getattr(function, "__name__", type(function).__name__)
        rows.append((f"`/{address}`", _first_paragraph(function), f"`{path}` · `{name}`"))
    return _page(
        "Addresses",
        "The page you see, and the code that makes it. `gemeente` is the short name of the "
        "municipality.",
        _table(("address", "what it shows", "code"), rows),
    )


def _options(command: argparse.ArgumentParser) -> Rows:
    for action in command._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        value = f" {action.metavar}" if action.option_strings and action.metavar else ""
        yield f"`{names}{value}`", str(action.help or "")


def commands_page() -> str:
    """Every command of `regie` with its options, as the code has them."""
    from regie.config.cli import parser

    subcommands = next(
        action
        for action in parser.build()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    parts = []
    words = {choice.dest: str(choice.help) for choice in subcommands._choices_actions}
    for name, command in subcommands.choices.items():
        options = _table(("option", "meaning"), _options(command))
        sentence = words[name][:1].upper() + words[name][1:] + "."
        parts.append(f"## regie {name}\n\n{sentence}\n\n{options if name != 'manage' else ''}")
    return _page(
        "Commands",
        "One command, `regie`. Exit codes: 0 done, 1 refused with the reason on stderr, 2 wrong "
        "usage. It speaks Dutch, or English when the terminal is set to English (`LANG=en_GB`).",
        *parts,
    )


def actions() -> list[Any]:
    """Every action of every room's `permissions.py`; one that a room borrows counts once."""
    from regie.foundation.access.rules import Action

    modules = [module for room in house_rooms() if (module := _module(room, "permissions"))]
    found = (thing for module in modules for thing in vars(module).values())
    return list(dict.fromkeys(thing for thing in found if isinstance(thing, Action)))


def roles_page() -> str:
    """The roles, and which role may do what."""
    from regie.policy.roles import ROLES

    roles = ROLES()
    about = [(role.name, f"`{role.code}`", role.name_en, role.comes_to_en) for role in roles]
    matrix = [
        (f"`{action.code}`", *("yes" if role.code in action.roles else "–" for role in roles))
        for _code, action in sorted({action.code: action for action in actions()}.items())
    ]
    return _page(
        "Roles and rights",
        "Who is who, and who may do what. A refusal always gives its reason in words.",
        _table(("on the screen", "code", "English", "comes to"), about),
        "## Who may do what",
        _table(("action", *(f"`{role.code}`" for role in roles)), matrix),
    )


def workflows() -> list[tuple[str, str, Any]]:
    """Every state table: room, name in the module, the table."""
    from regie.foundation.records.engine import Workflow

    return [
        (room, name, thing)
        for room in house_rooms()
        if (module := _module(room, "workflow"))
        for name, thing in vars(module).items()
        if isinstance(thing, Workflow)
    ]


def states_page() -> str:
    """Every state table of the house, printed from the code."""
    parts = []
    for room, name, workflow in workflows():
        labels = ", ".join(f"`{state}` ({word})" for state, word in workflow.labels.items())
        rows = [
            (f"`{s.name}`", f"`{s.source}`", f"`{s.target}`", ", ".join(sorted(s.by)))
            for s in workflow.steps
        ]
        states = labels or ", ".join(f"`{state}`" for state in sorted(workflow.states))
        table = _table(("step", "from", "to", "by"), rows)
        parts.append(f"## {room.split('.')[1]}: {name}\n\nStates: {states}.\n\n{table}")
    return _page(
        "States", "Which step leads from which state to which, and who may take it.", *parts
    )


def policy_page() -> str:
    """The policy files and what each begins with saying."""
    rows = []
    for path in sorted((ROOT / "policy").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        comment = " ".join(
            line.lstrip("# ").strip() for line in _leading_comment(text.splitlines())
        )
        lists = {k: len(v) for k, v in tomllib.loads(text).items() if isinstance(v, list)}
        counts = ", ".join(f"{count} {name}" for name, count in lists.items())
        rows.append((f"`policy/{path.name}`", comment, counts))
    return _page(
        "Policy files",
        "The policy itself as data: each item carries its source. The code reads these files; a "
        "test compares code and policy.",
        _table(("file", "what it holds", "items"), rows),
    )


def _leading_comment(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("#"):
            return
        yield line


def method_modules() -> list[ModuleType]:
    """Every module of the workshop."""
    names = sorted(path.stem for path in WORKSHOP.glob("*.py") if path.stem != "__init__")
    return [importlib.import_module(f"safetymethods.{name}") for name in names]


def _own(module: ModuleType, kind: type) -> list[tuple[str, Any]]:
    """The public functions or classes that a module defines itself, in its order."""
    return [
        (name, thing)
        for name, thing in vars(module).items()
        if isinstance(thing, kind)
        and not name.startswith("_")
        and getattr(thing, "__module__", "") == module.__name__
    ]


def _explained(module: ModuleType, pages: dict[str, str]) -> str:
    """Links to the explanations whose line "Code:" names a module."""
    named = f"`{module.__name__}`"
    found = [
        f"[{text.splitlines()[0].lstrip('# ')}](../../explanation/{name}.md)"
        for name, text in sorted(pages.items())
        if any(named in part for part in text.split("\n\n") if part.startswith("Code: "))
    ]
    return ", ".join(found) or "–"


def _module_part(module: ModuleType, pages: dict[str, str]) -> str:
    rows = [(f"`{name}`", _first_paragraph(thing)) for name, thing in _own(module, FunctionType)]
    parts = [
        f"## {module.__name__.split('.')[-1]}",
        f"{_first_paragraph(module)} Formulas: {_explained(module, pages)}.",
    ]
    if rows:
        parts.append(_table(("function", "what it answers"), rows))
    for name, kind in _own(module, EnumMeta):
        table = _table(("word", "code", "means"), _members(kind))
        parts.append(f"`{name}`: {_first_paragraph(kind)}\n\n{table}")
    return "\n\n".join(parts)


def _members(kind: EnumMeta) -> Rows:
    """The members of an enumeration with the sentence below each, as the code has them."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    lines = body.body if isinstance(body, ast.ClassDef) else []
    for line, after in zip(lines, [*lines[1:], ast.Pass()], strict=True):
        if isinstance(line, ast.Assign):
            name = ast.unparse(line.targets[0])
            yield f"`{name}`", str(kind[name].value), _sentence(after)


def _sentence(line: ast.stmt) -> str:
    """The text of a line that is only text."""
    value = line.value if isinstance(line, ast.Expr) else None
    return " ".join(str(value.value).split()) if isinstance(value, ast.Constant) else ""


def methods_page() -> str:
    """Every module and function of the workshop, and the page with its formulas."""
    pages = {path.stem: path.read_text(encoding="utf-8") for path in EXPLANATION.glob("*.md")}
    return _page(
        "The library of methods",
        "`safetymethods` holds the calculations, apart from Django and from the house: it needs "
        "numpy and scipy only. Every function takes whole arrays and answers a frozen result that "
        "names its method and version, and the caveats that occurred. What is missing stays "
        "missing. A first walk through it is the "
        "[tutorial](../../tutorial/analysis-in-python.md).",
        *(_module_part(module, pages) for module in method_modules()),
    )


if __name__ == "__main__":
    os.environ.setdefault("REGIE_DEMO", "1")
    write_pages(ROOT / "docs" / "reference" / "generated")
