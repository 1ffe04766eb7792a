"""The words on and around the editor, in the language of the page."""

import json

from django.utils.translation import gettext as _


def words() -> str:
    """Everything the editor in the browser says, as JSON for `data-prose-words`.

    `#` stands where a number, a time or a reason comes.
    """
    return json.dumps(_buttons() | _questions() | _keeping(), ensure_ascii=False)


def _buttons() -> dict[str, str]:
    return {
        "toolbar": _("Opmaak van de tekst"),
        "heading": _("Kop"),
        "subheading": _("Tussenkop"),
        "bold": _("Vet"),
        "italic": _("Schuin"),
        "link": _("Link"),
        "bullets": _("Lijst"),
        "numbers": _("Genummerde lijst"),
        "indent": _("Punt inspringen"),
        "outdent": _("Punt terug"),
        "table": _("Tabel invoegen"),
        "figure": _("Figuur invoegen"),
        "column": _("Kolom #"),
        "row_in": _("Rij toevoegen"),
        "row_out": _("Rij weghalen"),
        "column_in": _("Kolom toevoegen"),
        "column_out": _("Kolom weghalen"),
        "table_out": _("Tabel weghalen"),
        "undo": _("Ongedaan maken"),
        "redo": _("Opnieuw doen"),
    }


def _questions() -> dict[str, str]:
    return {
        "text": _("Tekst"),
        "hint": _("Alt+F10 gaat naar de knoppen. Tab verlaat de tekst."),
        "empty": _("Begin hier te schrijven"),
        "address": _("Adres van de pagina of het e-mailadres"),
        "bad_address": _("Begin het adres met https:// of mailto:."),
        "set_link": _("Link zetten"),
        "no_link": _("Link weghalen"),
        "cancel": _("Annuleren"),
        "figure_number": _("Figuur #"),
        "unknown_figure": _("Deze figuur staat niet bij dit plan."),
        "no_figures": _("Dit plan heeft nog geen figuren."),
        "more_figures": _("Figuren kiezen uit het beeld (nieuw tabblad)"),
        "picture": _("Hier stond een afbeelding. Voeg haar toe als figuur."),
    }


def _keeping() -> dict[str, str]:
    return {
        "kept": _("Bewaard om # als concept."),
        "offline": _("Niet bewaard: geen verbinding. Uw tekst staat nog in deze browser."),
        "failed": _("Niet bewaard. Laad de pagina opnieuw; uw tekst staat nog in deze browser."),
        "refused": _("Niet bewaard: #"),
        "elsewhere": _(
            "U schrijft ook in een ander tabblad aan dit onderdeel. Bewaar deze tekst voordat u "
            "dit tabblad sluit."
        ),
        "left_title": _("Tekst die nog niet is bewaard"),
        "left": _("In deze browser staat nog tekst van # die niet is bewaard."),
        "left_moved": _(
            "Intussen is dit onderdeel ook bewaard. Bewaart u deze tekst, dan staan beide teksten "
            "naast elkaar."
        ),
        "left_use": _("Zet die tekst terug"),
        "left_drop": _("Gooi die tekst weg"),
    }
