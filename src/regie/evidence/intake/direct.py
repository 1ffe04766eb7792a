"""The short way for a large regular file: from the file into cells in one pass.

The keys are found beforehand (`probe`), so that the engine looks each of them up while it reads;
the fingerprint is made meanwhile. All checks are the same as on the long way. Whatever is not
regular (an unknown type, two spellings of one area, a value twice, a refusal) ends the short way
without a word, and the long way reads the file again and says what there is to say.
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from regie.evidence.formats.files import Inspected, inspect
from regie.evidence.formats.recognise import Figures, Layout, recognise
from regie.evidence.formats.sniff import Sniffed, sniff
from regie.evidence.formats.vocabulary import hidden_of
from regie.evidence.intake import storing, understanding
from regie.evidence.intake.arrival import Clock
from regie.evidence.intake.checks import report_on
from regie.evidence.intake.findings import QualityReport
from regie.evidence.intake.probe import UnfitError, sample
from regie.evidence.intake.storing import ImportResult
from regie.evidence.intake.understanding import Options, Understood
from regie.evidence.warehouse import direct_sql, staging
from regie.evidence.warehouse.direct_sql import Columns, Hidden
from regie.evidence.warehouse.engine import Staging, UnreadableError
from regie.evidence.whereabouts.places import Placed
from regie.foundation.records.refusals import RefusedError

LARGE = 64 * 1024**2
HEAD = 256 * 1024
TAIL = 4096
MEMORY = "900MB"
"""More than usual: sorting a hundred million rows within it hardly needs the disk."""
UTF8 = frozenset({"utf-8", "utf-8-sig"})
PARQUET = b"PAR1"


@dataclass(frozen=True)
class Direct:
    """A file that was read the short way: the same as the long way answers."""

    original: Inspected
    result: ImportResult
    report: QualityReport


class _StoppedError(Exception):
    """Nobody waits for the fingerprint any more."""


def take(path: Path, folder: Path, options: Options, clock: Clock) -> Direct | None:
    """Read a large regular file the short way; None when the long way must decide."""
    if clock.size < LARGE or set(path.name) & set("*?["):
        return None
    place = folder / "direct"
    place.mkdir()
    try:
        with _fingerprint(path) as fingerprint, Staging(place, MEMORY) as stage:
            result = _result(stage, path, options, clock)
            report = report_on(stage, result, path.name)
            original = fingerprint()
            if original.encoding not in UTF8 and not original.head.startswith(PARQUET):
                raise UnfitError("not written in UTF-8 to the end")
            return Direct(original, result, report)
    except (UnfitError, RefusedError, UnreadableError):
        shutil.rmtree(place, ignore_errors=True)
        return None


@contextmanager
def _fingerprint(path: Path) -> Iterator[Callable[[], Inspected]]:
    """Look at all bytes while the engine reads them too."""
    stopped = Event()

    def go_on(_count: int) -> None:
        if stopped.is_set():
            raise _StoppedError

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(inspect, path, advance=go_on)
        try:
            yield looking.result
        finally:
            stopped.set()


def _glance(path: Path, folder: Path) -> Inspected:
    """The first and the last bytes, as if the whole file had been looked at."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(max(0, size - TAIL))
        tail = stream.read(TAIL)
    copy = folder / "head"
    copy.write_bytes(head[: head.rfind(b"\n") + 1] or head)
    return replace(inspect(copy), path=path, size=size, sha256="", head=head, tail=tail)


def _result(stage: Staging, path: Path, options: Options, clock: Clock) -> ImportResult:
    readable = _glance(path, stage.folder)
    if readable.encoding not in UTF8 and not readable.head.startswith(PARQUET):
        raise UnfitError("not written in UTF-8")
    clock.tick("look", 0.01)
    sniffed = sniff(readable)
    recognised = recognise(sniffed, table=options.table)
    if not isinstance(recognised, Figures) or sniffed.footer_lines:
        raise UnfitError("no plain table of figures")
    keys, source = _keys(recognised), _source(path, sniffed)
    _find_keys(stage, path, sniffed, keys)
    understood = understanding.understand(stage, recognised, options)
    figure = _only_figure(understood)
    storing.put_maps(stage, understood)
    for kind, column in keys.named().items():
        _make_kind(stage, kind, column)
    sql = direct_sql.load(source, keys, figure, sniffed.decimal, _hidden(understood))
    stage.watch(sql, lambda share: clock.tick("load", 0.03 + 0.67 * share))
    clock.rows = _count(stage)
    stage.run(direct_sql.VIEW)
    return storing.finish(stage, understood, clock.rows, table=direct_sql.TABLE, tick=_late(clock))


def _late(clock: Clock) -> Callable[[str, float], None]:
    """On the short way checking and writing are the last quarter."""
    return lambda phase, share: clock.tick(phase, 0.7 + 0.3 * (share - 0.65) / 0.35)


def _source(path: Path, sniffed: Sniffed) -> staging.Source:
    return staging.Source(
        sniffed.form, path, sniffed.columns, sniffed.delimiter, sniffed.header_line
    )


def _keys(found: Figures) -> Columns:
    """The columns of keys, when every table that it can be agrees on them."""
    if any(_is_special(layout) for layout in found.layouts):
        raise UnfitError("more than keys and one figure")
    named = {Columns(layout.category, layout.area, layout.period) for layout in found.layouts}
    keys = named.pop()
    if named or not all(keys.named().values()):
        raise UnfitError("not three columns of keys")
    return keys


def _is_special(layout: Layout) -> bool:
    one = len(layout.measures) == 1
    more = (layout.measure_code, layout.attribute, layout.change, layout.by_row, layout.filters)
    return any(more) or not one or bool(layout.table.year)


def _find_keys(stage: Staging, path: Path, sniffed: Sniffed, keys: Columns) -> None:
    """Put every key, as the file writes it, in `raw`."""
    if sniffed.form == "parquet":
        stage.run(direct_sql.keys_only(_source(path, sniffed), keys))
    elif sniffed.form == "csv":
        few = sample(path, sniffed, list(keys.named().values()), stage.folder / "sample.csv")
        stage.run(staging.load(_source(few, sniffed), list(keys.named().values()), {}))
        few.unlink()
    else:
        raise UnfitError("not rows of text")


def _only_figure(understood: Understood) -> staging.Figure:
    odd = (understood.placed.unresolved, understood.unknown_categories, understood.unknown_periods)
    figure = storing.figures_of(understood.layout)[0]
    if any(odd) or not figure.whole:
        raise UnfitError("a key that Regie does not know, or a figure that does not count")
    return figure


def _make_kind(stage: Staging, kind: str, column: str) -> None:
    """The ENUM of a column, when each text in the file is one id."""
    texts, ids = stage.run(direct_sql.spellings(kind, column))[0]
    if not texts == ids == stage.run(direct_sql.known(kind))[0][0]:
        raise UnfitError("two spellings of one key")
    stage.run(direct_sql.key_kind(kind, column))


def _hidden(understood: Understood) -> Hidden:
    hidden = hidden_of(understood.layout.table)
    ids = [i for i, code in enumerate(understood.category_axis) if code in hidden]
    return Hidden(ids, _first_local(understood.placed))


def _first_local(placed: Placed) -> int:
    return len({place for place in placed.known.values() if not storing.is_local(place)})


def _count(stage: Staging) -> int:
    rows, without = stage.run(direct_sql.COUNTED)[0]
    if without:
        raise UnfitError("a row without a key")
    return int(rows)
