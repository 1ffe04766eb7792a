"""A document to look at a template with: a bit of everything, about nothing."""

import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regie.ui.paper import (
    BulletList,
    Callout,
    Definition,
    DefinitionList,
    Figure,
    Footnote,
    Heading,
    Paper,
    Paragraph,
    Section,
    strong,
    table,
    text,
)

NOBODY = "Voorbeeldstad"
DAY = datetime.date(2026, 1, 1)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="220" viewBox="0 0 640 220">'
    '<path d="M40 180H620M40 180V20" stroke="#5b6673" fill="none"/>'
    '<path d="M40 60L185 80L330 95L475 130L620 150" stroke="#12476f" stroke-width="3" fill="none"/>'
    "</svg>"
)


def paper(town: str) -> Paper:
    """The document, for a municipality, in the language that is active."""
    first = (
        Paragraph(
            text(
                _("Zo ziet gewone tekst eruit, met"),
                " ",
                strong(_("nadruk")),
                " ",
                _("en een voetnoot."),
                Footnote(_("Dit is de voetnoot.")),
            )
        ),
        Heading(_("Een kop van het tweede niveau")),
        BulletList((text(_("Een punt.")), text(_("Nog een punt.")))),
        BulletList((text(_("Eerst dit.")), text(_("Dan dat."))), ordered=True),
        Heading(_("Een kop van het derde niveau"), 3),
        Callout("info", _("Een mededeling"), (text(_("Zo valt iets op.")),)),
        Heading(_("Een kop van het vierde niveau"), 4),
        DefinitionList((Definition(_("Begrip"), text(_("Wat het betekent."))),)),
    )
    second = (
        table(
            _("Een tabel"),
            (_("Wat"), _("Aantal")),
            ((_("Eerste rij"), "12"), (_("Tweede rij"), "34")),
            numeric=[1],
            source=_("bron van de tabel"),
        ),
        Figure(
            DRAWING,
            _("Een figuur met haar conclusie"),
            _("Een lijn die daalt, als voorbeeld."),
            source=_("bron van de figuur"),
        ),
    )
    return Paper(
        title=_("Voorbeeld van uw huisstijl"),
        organisation=_("Gemeente %(name)s") % {"name": town},
        date=DAY,
        sections=(
            Section(_("Tekst en koppen"), first),
            Section(_("Tabellen en figuren"), second),
        ),
        subtitle=_("Zo komen documenten uit Regie"),
        author=_("Naam van de schrijver"),
        status=_("Voorbeeld van een document"),
        language=(get_language() or "nl")[:2],
        sources=(text(_("Hier staan de bronnen van het document.")),),
    )
