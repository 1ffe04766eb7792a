"""GeoJSON and GeoPackage as rows: the attributes, and x and y when every place is a point."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow
import shapely
from django.utils.translation import gettext_noop as _

from regie.evidence.grids.cells import text_of
from regie.evidence.grids.shape import Row
from regie.foundation.records.refusals import RefusedError

BROKEN = _("Dit kaartbestand is beschadigd of niet helemaal binnen. Download het opnieuw.")
POINT = ("x", "y")


@dataclass(frozen=True)
class Layer:
    """One layer of a map file. `crs` is the system of its coordinates, such as EPSG:28992."""

    path: Path
    name: str
    columns: tuple[str, ...]
    points: bool
    crs: str
    count: int

    @property
    def header(self) -> tuple[str, ...]:
        """The columns as a grid has them."""
        return (*self.columns, *(POINT if self.points else ()))

    def rows(self) -> Iterator[Row]:
        """Every feature. Raises `RefusedError`."""
        number = 0
        for batch in _batches(self):
            found = pyarrow.Table.from_batches([batch])
            columns = [found.column(name).to_pylist() for name in self.columns]
            columns += _coordinates(found) if self.points else []
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, tuple(text_of(cell) for cell in cells)


def layer_of(path: Path, name: str = "") -> Layer:
    """A layer by name, or the first. Raises `RefusedError`."""
    import pyogrio  # loading it takes up to two seconds and 60 MB; only a map file needs it

    try:
        names = [str(layer) for layer, _kind in pyogrio.list_layers(path)]
        if not names or (name and name not in names):
            raise RefusedError(_("In dit kaartbestand is geen laag met deze naam."))
        info = pyogrio.read_info(path, layer=name or names[0], force_feature_count=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        raise RefusedError(BROKEN) from error
    return Layer(
        path,
        name or names[0],
        tuple(str(field) for field in info["fields"]),
        info["geometry_type"] == "Point",
        str(info["crs"] or ""),
        int(info["features"]),
    )


def _batches(layer: Layer) -> Iterator[pyarrow.RecordBatch]:
    import pyogrio  # as above

    try:
        with pyogrio.open_arrow(
            layer.path, layer=layer.name, read_geometry=layer.points, use_pyarrow=True
        ) as (_meta, reader):
            yield from reader
    except (pyogrio.errors.DataSourceError, pyarrow.ArrowException, OSError) as error:
        raise RefusedError(BROKEN) from error


def _coordinates(found: pyarrow.Table) -> list[list[float]]:
    name = next(n for n in ("wkb_geometry", "geometry", "geom") if n in found.column_names)
    points = shapely.from_wkb(found.column(name).to_pylist())
    return [shapely.get_x(points).tolist(), shapely.get_y(points).tolist()]
