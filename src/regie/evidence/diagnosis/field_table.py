"""The five fields as a table: how many indicators stand where, and what is not known."""

from django.utils.translation import gettext as _

from regie.evidence.appraisal.rules import Arrow, Word
from regie.evidence.diagnosis.desk import Desk
from regie.evidence.diagnosis.verdicts import tally
from regie.evidence.indicators.overview import FieldView, Picture
from regie.evidence.indicators.rules import Standing
from regie.evidence.wording import sentences
from regie.ui.tables import Cell, Column, Row, Table


def fields(at: Desk, view: Picture) -> Table:
    """By verdict where there are verdicts, else by comparison with the country."""
    return Table(
        _("De vijf veiligheidsvelden"),
        (
            Column(_("Veld")),
            *(Column(name, numeric=True) for name in _headings(at)),
            Column(_("Enquêtevragen"), numeric=True),
            Column(_("Nog zonder cijfers")),
        ),
        tuple(_field(at, field) for field in view.fields),
    )


def _headings(at: Desk) -> tuple[str, ...]:
    if at.verdicts:
        return (
            _("Duidelijk afwijkend"),
            _("Aandachtspunt"),
            _("Vergelijkbaar"),
            _("Gestegen"),
            _("Gedaald"),
        )
    return (_("Hoger"), _("Vergelijkbaar"), _("Lager"), _("Niet vergeleken"))


def _field(at: Desk, field: FieldView) -> Row:
    item = field.item
    empty = (
        at.label(theme.item.code, theme.item.name, theme.item.name_en)
        for theme in field.empty_themes
    )
    return Row(
        (
            Cell(
                at.label(item.code, item.name, item.name_en),
                at.links.field(item.slug),
                sub=sentences.field_state(field),
            ),
            *(str(n) for n in _numbers(at, field)),
            str(len(field.answers)),
            ", ".join(empty) or "–",
        )
    )


def _numbers(at: Desk, field: FieldView) -> tuple[int, ...]:
    if at.verdicts:
        found = tally(at, field.entries)
        levels = (Word.DEVIATING, Word.ATTENTION, Word.COMPARABLE)
        return (
            *(found.words[word] for word in levels),
            found.arrows[Arrow.UP],
            found.arrows[Arrow.DOWN],
        )
    order = (Standing.HIGHER, Standing.SIMILAR, Standing.LOWER)
    return (*(len(field.standing(which)) for which in order), len(field.not_compared))
