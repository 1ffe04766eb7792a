"""What only the partner can say about a file, as sentences that can be kept and mailed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from regie.evidence.intake.findings import Finding
from regie.evidence.registrations import dry_run
from regie.evidence.registrations.models import Upload
from regie.evidence.series.periods import between

MOST_COLUMNS, MOST_TYPES, MOST_PERIODS = 5, 8, 5


def asked(upload: Upload) -> tuple[Finding, ...]:
    """Every open question; their codes start with `ask_`."""
    result = upload.result
    return (*_columns(result), *_places(result), *_silent(result), *_types(result))


def _ask(code: str, sentence: str, **params: object) -> Finding:
    return Finding(f"ask_{code}", "warning", sentence, "", params)


def _columns(result: Mapping[str, Any]) -> Iterator[Finding]:
    sentence = _("Kunt u de kolom “%(column)s” nakijken? Cellen met een fout: %(count)s.")
    for header, count in Counter(result.get("error_columns", {})).most_common(MOST_COLUMNS):
        if header:
            yield _ask("column", sentence, column=header, count=count)


def _places(result: Mapping[str, Any]) -> Iterator[Finding]:
    unplaced = dry_run.said(result)["unplaced"]
    if unplaced:
        sentence = _(
            "Voorvallen zonder bekende plaats: %(count)s. "
            "Kunt u een postcode, adres of buurt meegeven?"
        )
        yield _ask("place", sentence, count=unplaced)


def _silent(result: Mapping[str, Any]) -> Iterator[Finding]:
    """Periods between the first and the last one in which nothing came in."""
    have = set(result.get("periods", ()))
    silent = [code for code in between(have) if code not in have]
    for code in silent[:MOST_PERIODS]:
        yield _ask("silent", _("In %(period)s is er niets gemeld. Klopt dat?"), period=code)


def _types(result: Mapping[str, Any]) -> Iterator[Finding]:
    for name in result.get("new_types", ())[:MOST_TYPES]:
        yield _ask("type", _("Wat betekent de soort “%(name)s”?"), name=name)
