"""What happened elsewhere in the same years: a result is not by policy alone."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from regie.evidence.indicators import benchmarks
from regie.evidence.indicators.comparison import country
from regie.evidence.indicators.cube import COUNTRY, MUNICIPALITY, Evidence
from regie.evidence.indicators.definitions import PERCEPTION, Definition
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.perceived import survey
from regie.evidence.indicators.rules import Reading, is_counted
from regie.evidence.indicators.series import SeriesView, series
from regie.planning.courses.course import Other

PEERS, WHOLE = "peers", "country"


def others(
    found: Evidence,
    definition: Definition,
    area: str,
    level: str,
    names: Mapping[str, str],
    peers: Collection[str],
) -> tuple[Other, ...]:
    """The whole country and the comparable municipalities in the same years, where known."""
    name = names[WHOLE]
    if definition.kind == PERCEPTION:
        national = survey(found, definition, names["code"], COUNTRY)
        return (Other(WHOLE, name, _values(national.readings)),) if national else ()
    own = series(found, definition, area, level)
    if own is None:
        return ()
    whole = country(found, own, name)
    rows = [Other(WHOLE, name, _values(whole.readings))] if whole else []
    return (*_of_peers(found, own, names[PEERS], peers), *rows)


def _of_peers(
    found: Evidence, own: SeriesView, name: str, peers: Collection[str]
) -> tuple[Other, ...]:
    key = ("peers of objective", found.realm, found.stamp, own.definition.code, own.denominator)
    found_ = remembered((*key, tuple(sorted(peers))), lambda: pooled(found, own, name, peers))
    return (Other(PEERS, name, _values(found_.readings)),) if found_ else ()


def pooled(
    found: Evidence, own: SeriesView, name: str, codes: Collection[str]
) -> benchmarks.Pool | None:
    """Municipalities added up, in the denominator of a series; None when there is none of them."""
    counts = found.counts(own.definition.family, MUNICIPALITY)
    if counts is None or not set(codes) & set(counts.areas):
        return None
    values, states = counts.of(own.definition, local=False)
    return benchmarks.pool(
        name,
        np.array([code in codes for code in counts.areas]),
        values,
        is_counted(states),
        found.laid(own.denominator, MUNICIPALITY, counts),
        periods=counts.periods,
        provisional=counts.provisional,
    )


def _values(readings: Sequence[Reading]) -> dict[int, float]:
    return {int(item.period[:4]): item.rate for item in readings if item.rate is not None}
