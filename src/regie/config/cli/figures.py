"""`regie import` and `regie analyse`: figures in, the safety picture out."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as Bar

from regie.config.cli.fetching import PREFIX, fetch_source
from regie.config.cli.words import RefusedError
from regie.config.cli.words import gettext as _
from regie.config.preparation import prepare_tables
from regie.evidence.intake import Progress
from regie.evidence.intake.findings import QualityReport
from regie.evidence.registrations.command import import_with_profile
from regie.evidence.sources.presenting import FindingView, findings_document, show_findings
from regie.evidence.sources.services import Outcome, import_file
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.queries import municipality_by_code
from regie.presentation.publications.picture import NoPictureError, write_picture

MARKS = {
    "error": "[red]✗[/]",
    "warning": "[yellow]![/]",
    "info": "[blue]i[/]",
    "success": "[green]✓[/]",
}
EXAMPLES = 5
WRONG_USAGE = 2

Follow = Callable[[Progress], None]


def take_in(given: argparse.Namespace) -> int:
    """Read every file given; 1 when one of them was refused, with the reason on stderr."""
    if given.profile and not given.municipality:
        print(_("Geef bij --profile ook --municipality."), file=sys.stderr)
        return WRONG_USAGE
    return _take_in(given)


def _take_in(given: argparse.Namespace) -> int:
    prepare_tables()
    reports: list[dict[str, object]] = []
    refusals: list[str] = []
    for source, outcome in _outcomes(given):
        refused = bool(outcome.refused) and not outcome.already
        if refused:
            refusals.append(f"{source}: {outcome.refused}")
        if outcome.report:
            reports.append(_document(outcome.report))
            if not given.json:
                _print_report(outcome.report)
        if not given.json and not refused:
            print(_closing(outcome, dry_run=given.dry_run))
    if given.json:
        print(json.dumps(reports, ensure_ascii=False, indent=2, default=str))
    if refusals:
        raise RefusedError("\n".join(refusals))
    return 0


def analyse(given: argparse.Namespace) -> int:
    """Write the safety picture of one municipality to a folder."""
    prepare_tables()
    code = given.municipality.strip().upper()
    out = Path(given.out or f"veiligheidsbeeld-{code}")
    try:
        with _pages() as follow:
            written = write_picture(code, out, follow)
    except NoPictureError as error:
        raise RefusedError(str(error)) from error
    except OSError as error:
        text = _("In de map %(folder)s kan niet worden geschreven: %(reason)s")
        raise RefusedError(text % {"folder": out, "reason": error.strerror}) from error
    for gap in written.missing:
        print(f"• {gap}")
    text = _("Klaar: %(count)d indicatoren. Open %(page)s")
    print(text % {"count": written.indicators, "page": out / "index.html"})
    return 0


@contextmanager
def _pages() -> Iterator[Callable[[int, int, str], None]]:
    """A bar with the page that is being written, on a terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("")

        def follow(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(label))

        yield follow


def _owner(code: str | None) -> Municipality | None:
    if not code:
        return None
    owner = municipality_by_code(code.strip().upper())
    if owner is None:
        text = _(
            "Gemeente %(code)s werkt niet met Regie. Laat --municipality weg voor open cijfers."
        )
        raise RefusedError(text % {"code": code})
    return owner


def _outcomes(given: argparse.Namespace) -> Iterator[tuple[str, Outcome]]:
    """What came of every source: a fetched table has more than one part."""
    for source in given.source:
        if source.startswith(PREFIX):
            for outcome in fetch_source(source, given):
                yield source, outcome
        else:
            yield source, _read(source, given, _owner(given.municipality))


def _read(source: str, given: argparse.Namespace, owner: Municipality | None) -> Outcome:
    path = Path(source)
    if not path.is_file():
        raise RefusedError(_("Bestand %(name)s bestaat niet.") % {"name": source})
    if given.profile and owner:
        return import_with_profile(path, given.profile, municipality=owner, dry_run=given.dry_run)
    with _progress(path) as follow:
        return import_file(
            path,
            actor=None,
            municipality=owner,
            table=given.table,
            year=given.year,
            classification=given.classification,
            vintage=given.vintage,
            progress=follow,
            dry_run=given.dry_run,
        )


@contextmanager
def _progress(path: Path) -> Iterator[Follow | None]:
    """A bar with bytes, rows and time left on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=16),
        TaskProgressColumn(),
        TextColumn("{task.fields[amount]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(escape(path.name), total=1.0, amount="")

        def follow(now: Progress) -> None:
            bar.update(task, completed=now.fraction, amount=_amount(now))

        yield follow


def _amount(now: Progress) -> str:
    parts = [f"{decimal(int(now.size * now.fraction))} / {decimal(now.size)}"]
    if now.rows:
        parts.append(_("%(rows)s rijen") % {"rows": f"{now.rows:,}".replace(",", ".")})
    if now.seconds_left is not None:
        parts.append(_("nog %(seconds)d s") % {"seconds": round(now.seconds_left)})
    return " · ".join(parts)


def _document(report: QualityReport) -> dict[str, object]:
    about = {"table": report.table_id, "title": report.title, "file": report.file_name}
    return about | findings_document(report)


def _print_report(report: QualityReport) -> None:
    console = Console(highlight=False, soft_wrap=True)
    heading = f"{report.table_id} {report.title}".strip() or report.file_name
    console.print(f"[bold]{escape(heading)}[/]")
    for finding in show_findings(report):
        _print_finding(console, finding)


def _print_finding(console: Console, finding: FindingView) -> None:
    mark = MARKS.get(finding.kind, "•")
    console.print(f"{mark} {escape(f'{finding.sentence} {finding.action}'.strip())}")
    rows = finding.table.body if finding.table else []
    for _row, cells in rows[:EXAMPLES]:
        parts = (
            f"{column.label.lower()} {cell.text}" if column.numeric else cell.text
            for column, cell in cells
            if cell.text
        )
        console.print("    " + escape(", ".join(parts)))
    if len(rows) > EXAMPLES:
        more = _("en nog %(count)d; met --json ziet u alles") % {"count": len(rows) - EXAMPLES}
        console.print(f"    {escape(more)}")


def _closing(outcome: Outcome, *, dry_run: bool) -> str:
    if outcome.already:
        return _("Dit bestand was al ingelezen. Er is niets veranderd.")
    if dry_run:
        return _("Gecontroleerd. Er is niets bewaard.")
    return _("Ingelezen als levering %(number)s.") % {
        "number": outcome.delivery.pk if outcome.delivery else ""
    }
