"""A fictitious country with planted signals, written in the formats of the real publishers.

>>> import tempfile, pathlib
>>> planted = build(pathlib.Path(tempfile.mkdtemp()))
>>> [item.id for item in planted.items][:3]
['rise', 'fall', 'fraud-break']
"""

from voorbeeldstad.build import Planted, PlantedFile, build
from voorbeeldstad.national import NationalFile, national
from voorbeeldstad.plants import PlantedItem

__all__ = ["NationalFile", "Planted", "PlantedFile", "PlantedItem", "build", "national"]
