"""A finished test as a document: the same frozen values become PDF, Word and ODT. No total."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.learning.quality_tests import words
from regie.learning.quality_tests.rules import ANSWERS
from regie.planning.plans.models import PlanState
from regie.ui.paper import (
    Block,
    Heading,
    Paper,
    Paragraph,
    Section,
    SourceLine,
    Text,
    link,
    strong,
    table,
    text,
)

Frozen = Mapping[str, Any]


def paper_of(frozen: Frozen, language: str = "nl") -> Paper:
    """The document of a finished test, in a language."""
    with override(language):
        return _paper(frozen, language)


def _paper(frozen: Frozen, language: str) -> Paper:
    day = date.fromisoformat(frozen["finished"])
    moment = str(PlanState(frozen["moment"]).label)
    told = {"n": frozen["version"], "moment": moment}
    # The chapters of a document are numbered: those of the test come first, so that they agree.
    sections = [
        Section(section["name"][language], tuple(_section(section, language)))
        for section in frozen["sections"]
    ]
    sections.append(Section(_("Over deze toets"), tuple(_about(frozen, language))))
    return Paper(
        title=_("Plantoets van %(plan)s") % {"plan": frozen["plan"]},
        subtitle=_("Versie %(n)s: %(moment)s") % told,
        organisation=_("Gemeente %(name)s") % {"name": frozen["municipality"]},
        date=day,
        sections=tuple(sections),
        status=_("Getoetst door: %(who)s") % {"who": frozen["who"][language]},
        language=language,
    )


def _about(frozen: Frozen, language: str) -> Iterator[Block]:
    yield Paragraph(
        text(
            _(
                "Iemand die niet meeschreef, toetste deze versie van het plan. "
                "Er is geen totaalcijfer: een som zou verbergen wat ontbreekt."
            )
        )
    )
    day = date_format(date.fromisoformat(frozen["version_day"]), "j F Y")
    told = {"day": day, "mark": frozen["sha256"][:16]}
    yield Paragraph(text(_("De versie is van %(day)s, kenmerk %(mark)s.") % told))
    rows = [_counted(section, language) for section in frozen["sections"]]
    head = (_("Onderdeel"), *(words.answer_name(each) for each in ANSWERS), words.answer_name(""))
    yield table(_("De antwoorden per onderdeel, geteld"), head, rows, numeric=(1, 2, 3, 4, 5))


def _counted(section: Frozen, language: str) -> list[str]:
    found = Counter(item["answer"] for item in section["items"])
    name = f"{section['number']}. {section['name'][language]}"
    return [name, *(str(found[each]) for each in (*ANSWERS, ""))]


def _section(section: Frozen, language: str) -> Iterator[Block]:
    for item in section["items"]:
        yield Heading(item["text"][language])
        yield Paragraph(text(strong(words.answer_name(item["answer"]).capitalize())))
        if item["motivation"]:
            yield Paragraph(text(item["motivation"]))
        if item["place_name"][language]:
            yield Paragraph(text(strong(_("Plek in het plan")), ": ", item["place_name"][language]))
        if item["improvement"]:
            yield Paragraph(text(strong(_("Wat kan beter")), ": ", item["improvement"]))
        if item["machine_words"]:
            yield Paragraph(_machine(item, language))
    if section["own"]:
        yield SourceLine(text(_("Dit onderdeel is een eigen uitwerking van Regie.")))
    else:
        named = _("Onderwerpen: %(source)s, in eigen woorden.") % {"source": section["source"]}
        yield SourceLine(text(named, " ", link(section["link"], section["link"])))


def _machine(item: Frozen, language: str) -> Text:
    """What Regie found; not once more when the tester took over its words."""
    if item["motivation"] in item["machine_words"].values():
        return text(_("Overgenomen van Regie."))
    found = f"{words.answer_name(item['machine'])}. {item['machine_words'][language]}"
    return text(strong(_("Regie vond")), ": ", found)
