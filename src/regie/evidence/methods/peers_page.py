"""What stands on the page about comparable municipalities, gathered for a template."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regie.evidence.calibration.rules import middle
from regie.evidence.indicators.cube import MUNICIPALITY, Evidence
from regie.evidence.indicators.geography import outlines
from regie.evidence.indicators.memory import remembered
from regie.evidence.methods import rules, words
from regie.evidence.methods.models import PeerSwap
from regie.evidence.methods.pages import tabs, to
from regie.evidence.methods.peering import Difference, Lacking, Peer, PeerGroup
from regie.foundation.access.rules import Decision
from regie.foundation.organizations.models import Municipality
from regie.policy.peers import PeerVariable
from regie.ui.formats import number
from regie.ui.maps import Entry, Legend, MapShape, draw_map
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
Choices = list[tuple[str, list[tuple[str, str]]]]
OWN, PEER, OTHER = 4, 2, 0
"""The classes of colour on the map."""


def peers_page(
    municipality: Municipality, group: PeerGroup, found: Evidence, may: Decision
) -> Page:
    """The group, why these, what they were chosen on, and the swaps. At most 2 queries."""
    return {
        "tabs": tabs(municipality, "peers"),
        "name": municipality.name,
        "count": len(group.peers),
        "reason": _(group.reason) if group.reason else "",
        "table": _table(group) if group.peers else None,
        "map": _map(group, found) if group.peers else "",
        "variables": _variables(municipality, group),
        "missing": [
            (words.variable_name(item.variable), _(item.reason)) for item in group.on.missing
        ],
        "same": [words.variable_name(item) for item in group.same],
        "left_out": [_lacking(item) for item in group.left_out],
        "partly": [_lacking(item) for item in group.partly],
        "unknown": _unknown(group),
        "swaps": _swaps(municipality, group),
        "most": rules.most_swaps(group.k),
        "swapped": len(group.swaps),
        "may": may,
        "action": to("swap", municipality),
        "years": words.listed_years(group.on.years),
        "provenance": [
            f"{ref.publisher}, {ref.table_id} {ref.title}" for ref in group.on.deliveries[-3:]
        ],
    }


def choices(group: PeerGroup) -> Choices:
    """The municipalities that may be swapped: who is in the group, and who is not."""
    swapped = {swap.code for swap in group.swaps}
    out = [(peer.code, peer.name) for peer in group.peers if peer.code not in swapped]
    inside = set(group.codes) | swapped | {group.area}
    more = [(code, group.on.names.get(code, code)) for code in group.on.areas if code not in inside]
    return [
        (_("Eruit halen"), sorted(out, key=lambda pair: pair[1])),
        (_("Erbij zetten"), sorted(more, key=lambda pair: pair[1])),
    ]


def _table(group: PeerGroup) -> Table:
    columns = (
        Column(_("Gemeente")),
        Column(_("Afstand"), numeric=True, hint=_("0 is gelijk, 1 is het verst")),
        Column(_("Hierin verschilt deze gemeente het meest")),
    )
    caption = _("Vergelijkbare gemeenten, de meest gelijkende eerst")
    return Table(caption, columns, tuple(_row(peer) for peer in group.peers))


def _row(peer: Peer) -> Row:
    chosen = {"badge": _("zelf gekozen"), "badge_kind": "info"} if peer.by_hand else {}
    told = [_difference(item) for item in peer.differences]
    differs = Cell(capfirst(told[0]), sub="; ".join(told[1:])) if told else "–"
    return Row((Cell(peer.name, **chosen), number(peer.distance, 3), differs), key=peer.code)


def _difference(item: Difference) -> str:
    """ "mensen van 65 jaar en ouder: 24,3% (bij u 19,1%)"."""
    return _("%(name)s: %(other)s (bij u %(own)s)") % {
        "name": words.variable_name(item.variable),
        "other": words.variable_value(item.variable, item.other),
        "own": words.variable_value(item.variable, item.own),
    }


def _variables(municipality: Municipality, group: PeerGroup) -> Table | None:
    """What is compared, with the own values and the middle of the peers."""
    if not group.variables:
        return None
    own = group.on.of(group.area)
    others = [group.on.of(code) for code in group.codes]
    columns = (
        Column(_("Waarop we vergelijken")),
        Column(municipality.name, numeric=True),
        Column(_("Midden van de groep"), numeric=True),
        Column(_("Bron")),
    )
    rows = tuple(_variable(item, own, others) for item in group.variables)
    return Table(_("Waarop we vergelijken"), columns, rows)


def _variable(item: PeerVariable, own: dict[str, float], others: Sequence[dict[str, float]]) -> Row:
    usual = middle([values[item.code] for values in others if item.code in values])
    return Row(
        (
            words.variable_name(item),
            words.variable_value(item, own[item.code]) if item.code in own else "–",
            "–" if usual is None else words.variable_value(item, usual),
            item.source,
        )
    )


def _lacking(item: Lacking) -> str:
    return f"{item.name} ({', '.join(words.variable_name(each) for each in item.unknown)})"


def _unknown(group: PeerGroup) -> str:
    """What the municipality itself is compared without, and why that is not known."""
    own = next((item for item in group.partly if item.code == group.area), None)
    if own is None:
        return ""
    names = ", ".join(words.variable_name(item) for item in own.unknown)
    notes = [words.variable_note(item) for item in own.unknown if item.note]
    return " ".join((_("Niet bruikbaar: %(names)s.") % {"names": names}, *notes))


def _swaps(municipality: Municipality, group: PeerGroup) -> list[Page]:
    said = {
        PeerSwap.ADD: _("%(name)s is erbij gezet."),
        PeerSwap.REMOVE: _("%(name)s is eruit gehaald."),
    }
    return [
        {
            "text": said[swap.action] % {"name": swap.name},
            "name": swap.name,
            "reason": swap.reason,
            "who": swap.who,
            "action": to("end_swap", municipality, pk=swap.pk),
        }
        for swap in group.swaps
    ]


def _map(group: PeerGroup, found: Evidence) -> str:
    """Where the peers lie; drawn once per group."""
    key = ("peer_map", found.realm, found.stamp, group.area, group.codes, _("uw gemeente"))
    return remembered(key, lambda: _drawn(group, found))


def _drawn(group: PeerGroup, found: Evidence) -> str:
    shapes = outlines(found, MUNICIPALITY, None)
    if not shapes:
        return ""
    inside = set(group.codes)
    drawn = tuple(
        MapShape(
            shape.code,
            shape.name,
            shape.path,
            value_text=_said(shape.code, group.area, inside),
            klass=OWN if shape.code == group.area else PEER if shape.code in inside else OTHER,
            current=shape.code == group.area,
        )
        for shape in shapes.shapes
    )
    legend = Legend(
        (
            Entry(f"k{OWN}", _("uw gemeente")),
            Entry(f"k{PEER}", _("vergelijkbare gemeente")),
            Entry(f"k{OTHER}", _("andere gemeente")),
        )
    )
    title = _("Waar de vergelijkbare gemeenten liggen")
    return draw_map(drawn, shapes.bounds, title=title, description=title, legend=legend)


def _said(code: str, own: str, inside: set[str]) -> str:
    if code == own:
        return _("uw gemeente")
    return _("vergelijkbare gemeente") if code in inside else _("andere gemeente")
