"""Gathering what verdicts rest on besides the figures: settings, estimates, peers. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from regie.evidence.appraisal.basis import Basis
from regie.evidence.indicators.cube import DISTRICT, MUNICIPALITY, NEIGHBOURHOOD, Evidence
from regie.evidence.indicators.definitions import PERCEPTION, Definition, definitions
from regie.evidence.methods.peering import peers_of
from regie.evidence.methods.queries import Parameters, parameters, settings_of
from regie.evidence.sources.queries import available
from regie.foundation.organizations.models import Municipality

LEVELS = (MUNICIPALITY, DISTRICT, NEIGHBOURHOOD)


def basis_of(municipality: Municipality, found: Evidence) -> Basis:
    """Settings, estimates and peers as they stand now. At most 5 queries."""
    settings = settings_of(municipality)
    known = parameters(found.realm)
    counted = [item for item in definitions() if item.kind != PERCEPTION and item.available]
    return Basis(
        settings={key: float(value) for key, value in asdict(settings).items()},
        sigma={level: _sigma(known, counted, level) for level in LEVELS},
        size={level: _size(known, counted, level) for level in LEVELS},
        peers=peers_of(municipality, found=found, settings=settings).codes,
        estimate_set=known.set_id,
    )


def _sigma(known: Parameters, counted: Sequence[Definition], level: str) -> Mapping[str, float]:
    return {item.code: known.sigma(item.code, level) for item in counted}


def _size(known: Parameters, counted: Sequence[Definition], level: str) -> Mapping[str, float]:
    return {item.code: known.size(item.code, level) for item in counted}


def deliveries_in_use(realm: str) -> tuple[int, ...]:
    """Every public delivery with figures that may answer now. 1 query, none within one look."""
    return tuple(sorted(view.id for view in available(realm)))
