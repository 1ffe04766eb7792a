"""What registering a list of areas or a file of boundaries did, as findings."""

from django.utils.translation import gettext_noop as _

from regie.evidence.intake.findings import Finding
from regie.foundation.areas.boundaries import Boundaries
from regie.foundation.areas.services import RegisterReport, ShapeReport

SHOWN = 20


def register_findings(stored: RegisterReport) -> tuple[Finding, ...]:
    """What in a list of areas could not be used."""
    found = []
    if stored.unreadable:
        found.append(
            _listing(
                "areas_unreadable",
                _("Aantal regels zonder gebiedscode: %(count)s."),
                _("Regie slaat ze over."),
                stored.unreadable,
            )
        )
    if stored.conflicts:
        found.append(
            _listing(
                "areas_conflict",
                _("Aantal codes met meer dan één naam: %(count)s."),
                _("Regie houdt de eerste naam aan."),
                tuple(conflict.code for conflict in stored.conflicts),
            )
        )
    return tuple(found)


def shapes_found(found: Boundaries) -> tuple[Finding, ...]:
    """What a dry run can say: nothing was laid beside the register."""
    sentence = _("Grenzen in dit bestand: %(count)s.")
    return (Finding("shapes_found", "good", sentence, "", {"count": len(found.features)}),)


def shape_findings(stored: ShapeReport) -> tuple[Finding, ...]:
    """What registering boundaries did, and what could not be stored."""
    found = [
        Finding(
            "shapes_read",
            "good",
            _("Grenzen van de indeling van %(year)s: %(count)s."),
            _("Regie tekent er de kaarten mee."),
            {"count": stored.stored, "year": str(stored.year)},
        )
    ]
    asides = (
        ("shapes_unknown", _("Gebieden die niet in de indeling staan: %(count)s."), stored.unknown),
        ("shapes_unreadable", _("Grenzen zonder gebiedscode: %(count)s."), stored.unreadable),
        ("shapes_empty", _("Gebieden met een lege grens: %(count)s."), stored.empty),
        ("shapes_other_year", _("Grenzen van een ander jaar: %(count)s."), stored.other_year),
    )
    found += [
        _listing(code, text, _("Regie slaat ze over."), names)
        for code, text, names in asides
        if names
    ]
    if stored.without_shape:
        found.append(
            _listing(
                "shapes_missing",
                _("Gebieden waarvan de grens nog ontbreekt: %(count)s."),
                _("Die gebieden ontbreken op de kaart en staan wel in de tabel."),
                stored.without_shape,
            )
        )
    return tuple(found)


def _listing(code: str, sentence: str, action: str, names: tuple[str, ...]) -> Finding:
    rows = tuple({"label": name} for name in names[:SHOWN])
    return Finding(code, "warning", sentence, action, {"count": len(names)}, rows)
