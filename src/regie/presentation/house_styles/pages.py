"""What the page of templates shows: the one in use, those of before, and the tags there are."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.foundation.organizations.models import Municipality
from regie.presentation.house_styles.models import HouseStyle
from regie.ui.formats import number


def to(name: str, municipality: Municipality, **more: int) -> str:
    """The address of a page of this room."""
    return reverse(f"house_styles:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, *, room: bool) -> list[tuple[str, str]]:
    """The way back to the management of the municipality."""
    place = {"gemeente": municipality.slug}
    found = [(_("Beheer"), reverse("access:overview", kwargs=place))]
    if room:
        found.append((_("Huisstijl"), to("overview", municipality)))
    return found


def shown(row: HouseStyle) -> dict[str, Any]:
    """A template as the page shows it."""
    town = row.municipality
    return {
        "row": row,
        "html_id": f"sjabloon-{row.pk}",
        "size": _("%(n)s kB") % {"n": number(max(1, row.size / 1024))},
        "since": date_format(localtime(row.made_at), "j F Y, H:i"),
        "by": str(row.made_by) if row.made_by else _("onbekend"),
        "removed": date_format(localtime(row.removed_at), "j F Y") if row.removed_at else "",
        "removed_by": str(row.removed_by) if row.removed_by else "",
        "lacking": ", ".join(row.lacking),
        "preview_url": to("preview", town, pk=row.pk),
        "download_url": to("download", town, pk=row.pk),
        "choose_url": to("choose", town, pk=row.pk),
        "remove_url": to("remove", town, pk=row.pk),
    }


def told(rows: Sequence[HouseStyle]) -> dict[str, Any]:
    """The one in use, those that can be used again, and what was removed."""
    items = [shown(row) for row in rows]
    return {
        "current": next((item for item in items if item["row"].current), None),
        "earlier": [i for i in items if not i["row"].current and not i["row"].removed_at],
        "gone": [item for item in items if item["row"].removed_at],
    }


def tags() -> list[tuple[str, str]]:
    """The tags of a template and what they become."""
    return [
        ("{{ titel }}", _("de titel van het document")),
        ("{{ ondertitel }}", _("de ondertitel, soms leeg")),
        ("{{ organisatie }}", _("de naam van de gemeente")),
        ("{{ auteur }}", _("wie het schreef, soms leeg")),
        ("{{ status }}", _("hoe ver het is, zoals: Concept")),
        ("{{ datum }}", _("de datum van het document")),
        ("{{ inhoudsopgave }}", _("de inhoudsopgave, op een eigen regel; mag weg")),
        ("{{ inhoud }}", _("alle hoofdstukken, op een eigen regel, precies één keer")),
    ]
