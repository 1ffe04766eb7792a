"""Keep the English catalogues complete: extract the Dutch messages of every room and compare.

Usage:
    python tools/messages.py                    report every room, compile the catalogues
    python tools/messages.py --update ROOM …    write new messages into the room's catalogue
    python tools/messages.py --update --all     the same for every room
    python tools/messages.py --check            report only; exit 1 when something is missing

A room is named by its folder (`sources`, `ui`, `config`). A catalogue lives beside the code it
speaks for, in `locale/en/LC_MESSAGES/django.po`. Messages come from Python (`_`, `gettext…`, the
refusal of an `Action` and the reason of a `Decision`) and from templates.
"""

import argparse
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings as django_settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src" / "regie"
STOREYS_WITH_ROOMS = (
    "foundation",
    "evidence",
    "planning",
    "learning",
    "governance",
    "presentation",
)
SINGLE_ROOMS = ("ui", "config", "policy")
CATALOGUE = Path("locale") / "en" / "LC_MESSAGES" / "django.po"

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    # Pure modules may not import gettext; their sentences are translated where they are shown.
    "Action": (3,),
    "Decision": (2,),
}
# Headers that change with every run or say nothing.
EMPTY_HEADERS = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Project-Id-Version',
    '"Report-Msgid-Bugs-To',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)
HEADER = """# English catalogue of Regie: {room}
# The Dutch messages are the source; run tools/messages.py after changing them.
#"""


@dataclass
class Gaps:
    """What is wrong with one catalogue; every list holds msgids or sentences about them."""

    room: str
    total: int = 0
    missing: list[str] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """True when every message has a sound translation and nothing is left over."""
        return not any((self.missing, self.untranslated, self.fuzzy, self.obsolete, self.broken))


def rooms() -> list[Path]:
    """Every folder that may have its own catalogue, in a fixed order."""
    single = [HOUSE / name for name in SINGLE_ROOMS if (HOUSE / name).is_dir()]
    return single + [
        room
        for storey in STOREYS_WITH_ROOMS
        for room in sorted((HOUSE / storey).glob("*/"))
        if (room / "__init__.py").exists()
    ]


def _python_sources(room: Path) -> Iterator[Path]:
    for path in sorted(room.rglob("*.py")):
        parts = path.relative_to(room).parts
        if "tests" not in parts and "migrations" not in parts:
            yield path


def _template_sources(room: Path) -> Iterator[Path]:
    for folder in sorted(room.rglob("templates")):
        yield from sorted(p for p in folder.rglob("*") if p.suffix in {".html", ".txt"})


def _template_as_python(path: Path) -> bytes:
    """Django's own rewriting of a template, with the indentation Python would stumble over gone."""
    source = templatize(path.read_text(encoding="utf-8"))
    return "\n".join(line.lstrip() for line in source.splitlines()).encode()


def extract_room(room: Path) -> Catalog:
    """All messages of one room as a catalogue without translations."""
    catalog = Catalog(fuzzy=False)
    sources = [(p, p.read_bytes()) for p in _python_sources(room)]
    sources += [(p, _template_as_python(p)) for p in _template_sources(room)]
    for path, source in sources:
        found = extract(
            "python", io.BytesIO(source), keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for _line, message, comments, context in found:
            where = (path.relative_to(room).as_posix(), 0)
            catalog.add(message, "", [where], auto_comments=comments, context=context)
    return catalog


def read_catalogue(room: Path) -> Catalog:
    """The committed catalogue of a room; empty when there is none yet."""
    path = room / CATALOGUE
    if not path.exists():
        return Catalog(locale="en", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale="en", abort_invalid=True)


def _key(message: Message) -> tuple[Any, Any]:
    return (message.id, message.context)


def _by_key(catalog: Catalog) -> dict[tuple[Any, Any], Message]:
    return {_key(m): m for m in catalog if m.id}


def _words(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _translated(message: Message) -> bool:
    strings = (message.string,) if isinstance(message.string, str) else message.string or ()
    return all(strings) and len(strings) > 0


def compare(room: Path) -> Gaps:
    """Judge one room's catalogue against its code."""
    wanted, have = _by_key(extract_room(room)), _by_key(read_catalogue(room))
    gaps = Gaps(room.name, total=len(wanted))
    gaps.missing = [_words(m) for key, m in wanted.items() if key not in have]
    gaps.obsolete = [_words(m) for key, m in have.items() if key not in wanted]
    for message in (m for key, m in have.items() if key in wanted):
        if not _translated(message):
            gaps.untranslated.append(_words(message))
        elif message.fuzzy:
            gaps.fuzzy.append(_words(message))
        gaps.broken += [f"{_words(message)} — {error}" for error in message.check()]
    return gaps


def update(room: Path) -> None:
    """Write the room's catalogue anew: translations kept, new messages empty, old ones gone."""
    have = _by_key(read_catalogue(room))
    fresh = Catalog(
        locale="en",
        project="regie",
        fuzzy=False,
        header_comment=HEADER.format(room=room.relative_to(HOUSE).as_posix()),
    )
    for message in extract_room(room):
        if not message.id:
            continue
        old = have.get(_key(message))
        fresh.add(
            message.id,
            old.string if old else None,
            message.locations,
            flags=old.flags if old else (),
            user_comments=old.user_comments if old else (),
            auto_comments=message.auto_comments,
            context=message.context,
        )
    if not len(fresh):
        return
    path = room / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, fresh, width=100, sort_output=True, include_lineno=False, omit_header=False)
    lines = buffer.getvalue().decode().splitlines()
    kept = [line for line in lines if not line.startswith(EMPTY_HEADERS)]
    path.write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8")


def compile_catalogue(room: Path) -> bool:
    """Write the binary catalogue next to the source when it is older; True when written."""
    source = room / CATALOGUE
    target = source.with_suffix(".mo")
    if not source.exists():
        return False
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    buffer = io.BytesIO()
    write_mo(buffer, read_catalogue(room))
    target.write_bytes(buffer.getvalue())
    return True


def compile_all() -> int:
    """Compile every catalogue that changed; answer how many were written."""
    return sum(compile_catalogue(room) for room in rooms())


def _print_gaps(gaps: Gaps) -> None:
    if gaps.complete:
        print(f"{gaps.room}: {gaps.total} messages, complete")
        return
    print(f"{gaps.room}: {gaps.total} messages")
    for label in ("missing", "untranslated", "fuzzy", "obsolete", "broken"):
        for words in getattr(gaps, label):
            print(f"  {label}: {words}")


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare the English catalogues with the code.")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="folder name; default: report all")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on gaps")
    parser.add_argument("--update", action="store_true", help="write the catalogues named")
    parser.add_argument("--all", action="store_true", help="with --update: every room")
    arguments = parser.parse_args(argv)
    if arguments.update and not (arguments.rooms or arguments.all):
        parser.error("--update needs the names of rooms, or --all")
    return arguments


def main(argv: list[str] | None = None) -> int:
    """Run the tool; 0 when every catalogue is complete, 1 when not."""
    arguments = _arguments(argv)
    if not django_settings.configured:
        django_settings.configure(USE_I18N=True)
    chosen = [r for r in rooms() if not arguments.rooms or r.name in arguments.rooms]
    if arguments.update:
        for room in chosen:
            update(room)
    report = [compare(room) for room in chosen]
    for gaps in report:
        _print_gaps(gaps)
    if not arguments.check:
        print(f"{compile_all()} catalogues compiled")
    return 0 if all(gaps.complete for gaps in report) else 1


if __name__ == "__main__":
    sys.exit(main())
