"""`regie import cbs:…`: fetched first, then read like any other file."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as translated
from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from regie.config.cli.words import RefusedError
from regie.config.cli.words import gettext as _
from regie.evidence.catalogue.services import fetch
from regie.evidence.connectors.progress import FetchProgress, Follow
from regie.evidence.sources.services import Outcome
from regie.foundation.records.refusals import RefusedError as NotFetchedError

PREFIX = "cbs:"


def fetch_source(source: str, given: argparse.Namespace) -> list[Outcome]:
    """Fetch one source and read it; what is refused says why and what is kept."""
    try:
        with _progress(source) as follow:
            return fetch(
                source.removeprefix(PREFIX),
                actor=None,
                municipality=given.municipality,
                progress=follow,
                dry_run=given.dry_run,
            )
    except NotFetchedError as refusal:
        words = translated(refusal.sentence) % refusal.params
        raise RefusedError(f"{source}: {words}") from refusal
    except KeyboardInterrupt:
        print(
            _(
                "Onderbroken. Wat al binnen is, blijft bewaard. "
                "Geef dezelfde opdracht opnieuw om verder te gaan."
            ),
            file=sys.stderr,
        )
        raise


@contextmanager
def _progress(source: str) -> Iterator[Follow | None]:
    """A bar with rows, bytes and time left on a terminal; nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=16))
    with Bar(*columns, TextColumn("{task.fields[amount]}"), console=console, transient=True) as bar:
        task = bar.add_task(escape(source), total=None, amount="")

        def follow(now: FetchProgress) -> None:
            done = now.rows if now.expected_rows else None
            bar.update(task, completed=done, total=now.expected_rows, amount=amount(now))

        yield follow


def amount(now: FetchProgress) -> str:
    """How far it is, in words."""
    phases: dict[str, Callable[[], str]] = {
        "wait": lambda: _("iemand haalt dit al op; even wachten"),
        "metadata": lambda: _("de beschrijving"),
        "download": lambda: _("ophalen"),
        "sort": lambda: _("op volgorde zetten"),
        "read": lambda: _("inlezen"),
    }
    parts = [phases[now.phase]()]
    if now.rows:
        parts.append(_("%(rows)s rijen") % {"rows": f"{now.rows:,}".replace(",", ".")})
    if now.bytes:
        parts.append(decimal(now.bytes))
    if now.seconds_left is not None:
        parts.append(_("nog %(seconds)d s") % {"seconds": round(now.seconds_left)})
    return " · ".join(parts)
