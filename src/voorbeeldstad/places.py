"""Where things happen: the spread of a type over neighbourhoods and kinds of municipality.

A neighbourhood draws offences through its inhabitants and through its visitors. `WEIGHTS` holds,
per place type of an offence and per function of a neighbourhood, the weight per inhabitant and a
fixed weight for visitors (in "inhabitants").
"""

import numpy as np
from numpy.typing import NDArray

from voorbeeldstad import offences
from voorbeeldstad.country import Neighbourhood

#: (per inhabitant, fixed) per function; `home` also serves functions that are not named.
WEIGHTS: dict[str, dict[str, tuple[float, float]]] = {
    offences.HOMES: {"home": (1, 0), "centre": (1.1, 0), "rural": (0.8, 0), "new": (0.7, 0)},
    offences.STREETS: {
        "home": (1, 0),
        "centre": (1.5, 300),
        "night": (2, 900),
        "station": (2, 1500),
        "shops": (1.4, 600),
        "firms": (1, 150),
        "park": (1, 200),
        "rural": (0.5, 0),
        "new": (0.8, 0),
    },
    offences.CARS: {
        "home": (1, 0),
        "centre": (1.3, 200),
        "night": (1.2, 500),
        "station": (1.3, 500),
        "shops": (1, 400),
        "firms": (1, 260),
        "park": (1, 150),
        "rural": (0.8, 0),
    },
    offences.SHOPS: {
        "home": (0.15, 0),
        "centre": (0.5, 800),
        "night": (0.5, 900),
        "station": (0.5, 800),
        "shops": (0.5, 2500),
        "firms": (0.5, 250),
        "rural": (0.1, 0),
        "new": (0.1, 0),
    },
    offences.NIGHTLIFE: {
        "home": (0.3, 0),
        "centre": (0.6, 600),
        "night": (1, 3500),
        "station": (0.5, 1000),
        "shops": (0.4, 500),
        "firms": (0.3, 60),
        "park": (0.3, 120),
        "rural": (0.2, 0),
    },
    offences.FIRMS: {
        "home": (0.2, 0),
        "centre": (0.4, 400),
        "night": (0.4, 400),
        "station": (0.3, 300),
        "shops": (0.4, 500),
        "firms": (1, 3500),
        "rural": (0.5, 100),
    },
    offences.ROADS: {
        "home": (1, 0),
        "station": (1, 500),
        "firms": (1, 600),
        "rural": (3, 200),
    },
    offences.WATER: {"home": (0.5, 0), "centre": (0.6, 200), "rural": (1.5, 100)},
    offences.ONLINE: {"home": (1, 0)},
    offences.OPEN: {"home": (0.4, 0), "park": (1, 300), "firms": (1, 200), "rural": (4, 200)},
}

#: Level per urbanity class 1 (very urban) to 5 (not urban).
URBANITY: dict[str, tuple[float, ...]] = {
    offences.HOMES: (1.15, 1.05, 1.0, 0.9, 0.8),
    offences.STREETS: (1.35, 1.15, 0.95, 0.75, 0.55),
    offences.CARS: (1.4, 1.15, 0.9, 0.75, 0.6),
    offences.SHOPS: (1.3, 1.15, 1.0, 0.75, 0.55),
    offences.NIGHTLIFE: (1.5, 1.2, 0.95, 0.7, 0.55),
    offences.FIRMS: (1.0, 1.0, 1.05, 1.05, 1.0),
    offences.ROADS: (0.9, 0.95, 1.0, 1.1, 1.25),
    offences.WATER: (1.0, 1.0, 1.0, 1.1, 1.2),
    offences.ONLINE: (1.05, 1.0, 1.0, 0.95, 0.9),
    offences.OPEN: (0.6, 0.8, 1.0, 1.3, 1.8),
}


def spread(
    where: str, homes: tuple[Neighbourhood, ...], inhabitants: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of the neighbourhoods of one municipality, shape (homes, years), sum 1 per year.

    `inhabitants` has the same shape.
    """
    table = WEIGHTS[where]
    pairs = np.array([table.get(home.function, table["home"]) for home in homes])
    weights = pairs[:, :1] * inhabitants + pairs[:, 1:]
    total: NDArray[np.float64] = weights / weights.sum(axis=0)
    return total
