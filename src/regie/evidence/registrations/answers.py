"""The answer to who delivered a file: what was counted, what was not, and what Regie asks."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.evidence.registrations import dry_run, questions, storing, waiting
from regie.evidence.registrations.models import Upload
from regie.evidence.series.counts_page import span_of
from regie.evidence.series.saying import say
from regie.evidence.sources.presenting import FindingView, show_findings
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import realm_of
from regie.ui.formats import number, period
from regie.ui.tables import Cell, Column, Row, Table

PREVIEW = 15
PARTS = (
    ("counted", gettext_noop("geteld")),
    ("unplaced", gettext_noop("zonder plaats")),
    ("duplicates", gettext_noop("dubbel")),
    ("non_incidents", gettext_noop("geen voorval")),
    ("outside", gettext_noop("buiten de gemeente")),
    ("errors", gettext_noop("niet te lezen")),
)


@dataclass(frozen=True)
class Answer:
    """A readable answer: one sentence, the sum, the findings, and questions for the partner."""

    sentence: str
    sums: list[tuple[str, str]]
    read: str
    reasons: list[str]
    findings: list[FindingView]
    questions: list[str]
    new_types: list[str]


def dry_run_answer(upload: Upload) -> Answer:
    """What storing would give."""
    return _answer(upload, _("Regie kan %(counted)s voorvallen tellen, %(span)s."))


def stored(upload: Upload) -> Answer:
    """What was stored."""
    return _answer(upload, _("Regie telde %(counted)s voorvallen, %(span)s."))


def _answer(upload: Upload, words: str) -> Answer:
    totals, periods = dry_run.said(upload.result), upload.result.get("periods", [])
    counted = totals["counted"] + totals["unplaced"]
    when = span_of(min(periods, default=""), max(periods, default=""))
    return Answer(
        sentence=words % {"counted": number(counted), "span": when},
        sums=[(_(label), number(totals[code])) for code, label in PARTS if totals[code]],
        read=number(totals["read"]),
        reasons=[
            _("%(why)s Rijen: %(count)s.") % {"why": _(sentence), "count": number(count)}
            for sentence, count in upload.result.get("reasons", [])
        ],
        findings=[
            found
            for found in show_findings(storing.report_of(upload))
            if found.code != "counted" and not found.code.startswith("ask_")
        ],
        questions=_questions(upload),
        new_types=list(upload.result.get("new_types", [])),
    )


def _questions(upload: Upload) -> list[str]:
    """What is asked of the partner, in the reader's language."""
    return [
        say(
            each.sentence,
            {key: period(str(v)) if key == "period" else v for key, v in each.params.items()},
        )
        for each in questions.asked(upload)
    ]


# --- the counts before they are stored -----------------------------------------------------------


def preview(upload: Upload) -> Table | None:
    """Counts per neighbourhood (or the finest level there is), the highest first; 1 query."""
    try:
        levels = storing.precise_enough(waiting.read_counted(upload)["levels"])
    except FileNotFoundError:
        return None
    level = next((x for x in ("neighbourhood", "district", "municipality") if x in levels), "")
    if not level:
        return None
    sums, shared = Counter[str](), Counter[str]()
    for area, _category, _period, value, _state, weight in levels[level]:
        sums[area] += value or 0
        shared[area] += (value or 0) * weight
    names = areas.names(list(sums), realm=realm_of(upload.municipality.code))
    rows = tuple(
        Row(
            (
                Cell(names.get(code, code), badge=_("geschat") if shared[code] else ""),
                number(count),
            )
        )
        for code, count in sums.most_common(PREVIEW)
    )
    return Table(_("Voorproef per gebied"), (Column(_("Gebied")), Column(_("Aantal"), True)), rows)
