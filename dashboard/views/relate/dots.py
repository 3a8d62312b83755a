"""The dots of Relate as columns of its chart: all years for the browser, one year to begin with, and its state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from dashboard.analysis.scatter import AxisScale, ScatterData, drawing_order
from dashboard.charts.core.region_colours import OTHER, colours
from dashboard.charts.scatter import PLAIN_PX, SIZE_STEPS, Side, diameters
from dashboard.snapshot.economies import economies
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from dashboard.text import relate as relate_text

OPACITY = 0.85


@dataclass(frozen=True, eq=False)
class Dots:
    """The dots of every economy, in drawing order, when the row `row` is shown.

    Attributes:
        data: what is shown.
        row: of the year that is shown at first.
        pixels: diameters, of the shape (years, economies), in the order of the economies.
        order: the economies' positions in drawing order.
        iso3: their codes in drawing order.
    """

    data: ScatterData
    row: int
    pixels: np.ndarray
    order: np.ndarray
    iso3: tuple[str, ...]

    @classmethod
    def of(cls, snapshot: Snapshot, data: ScatterData, row: int) -> Dots:
        """Return the dots of what is shown."""
        if data.sizes is None:
            pixels = np.full(data.pair.x.shape, PLAIN_PX)
        else:
            pixels = diameters(data.sizes, data.largest_size)
        order = drawing_order(snapshot, pixels[row])
        codes = economies(snapshot).iso3
        return cls(data, row, pixels, order, tuple(codes[position] for position in order))

    def positions(self, codes: Iterable[str]) -> list[int]:
        """Return the positions of these economies among the dots, each once, in order; others have none."""
        return list(dict.fromkeys(self._position[code] for code in codes if code in self._position))

    @cached_property
    def _position(self) -> dict[str, int]:
        return {code: position for position, code in enumerate(self.iso3)}

    def sides(self, *, with_titles: bool) -> tuple[Side, Side]:
        """Return the data of both axes. On the page the search fields beside the axes have their titles."""
        pair, placed, logs = self.data.pair, self.data.placed, self.data.logs
        x, y = (
            Side(
                values,
                log,
                about.label if with_titles else about.axis_unit,
                about.is_year,
                about.decimals,
                about.bounds,
            )
            for about, values, log in zip((pair.x_quantity, pair.y_quantity), placed, logs, strict=True)
        )
        return x, y

    def every_year(self) -> dict[str, np.ndarray]:
        """Return the columns with the values of all years, one year after the other."""
        pair, (x, y), order = self.data.pair, self.data.placed, self.order
        return {
            "x": x[:, order].astype("float32").ravel(),
            "y": y[:, order].astype("float32").ravel(),
            "x_year_offset": pair.x_offsets[:, order].ravel(),
            "y_year_offset": pair.y_offsets[:, order].ravel(),
            "px": np.round(self.pixels[:, order] * SIZE_STEPS).astype("uint8").ravel(),
        }

    def one_year(self, snapshot: Snapshot, *, with_tooltips: bool) -> dict[str, Any]:
        """Return the columns of the year shown. On the page the browser words the tooltips of x and y itself."""
        known, order, row = economies(snapshot), self.order, self.row
        pair, (x, y), nothing = self.data.pair, self.data.placed, [""] * self.order.size
        palette = colours(known.regions)
        return {
            "iso3": list(self.iso3),
            "name": [known.name[at] for at in order],
            "region": known.region[order].tolist(),
            "fill": [palette.get(code, OTHER) for code in known.region[order]],
            "x": x[row, order],
            "y": y[row, order],
            "px": self.pixels[row, order],
            "alpha": np.full(order.size, OPACITY),
            "x_text": self._tooltips(pair.x_quantity, pair.x, pair.x_offsets) if with_tooltips else nothing,
            "y_text": self._tooltips(pair.y_quantity, pair.y, pair.y_offsets) if with_tooltips else nothing,
            "size_text": relate_text.sizes(self.data.size, self.data.sizes, row, order, self.data.year(row)),
        }

    def state(self, marked: list[int]) -> dict[str, Any]:
        """Return what the browser needs besides the values; `marked` are the dots whose trails it draws."""
        pair, (x_scale, y_scale) = self.data.pair, self.data.scales
        return {
            "years": pair.years.tolist(),
            "latest": pair.row("latest"),
            "rows": len(pair.x),
            "n": len(self.order),
            "x": _axis(pair.x_quantity, x_scale),
            "y": _axis(pair.y_quantity, y_scale),
            "marked": marked,
        }

    def _tooltips(self, quantity: Quantity, values: np.ndarray, offsets: np.ndarray) -> list[str]:
        year = self.data.year(self.row)
        both = zip(values[self.row, self.order], offsets[self.row, self.order], strict=True)
        return [relate_text.value(quantity, value, year, int(offset)) for value, offset in both]


def _axis(quantity: Quantity, scale: AxisScale) -> dict[str, Any]:
    """Return what the browser needs to word a value, and to show whether the axis is logarithmic."""
    return {
        "title": quantity.title,
        "unit": quantity.unit,
        "window": quantity.window_in_words,
        "decimals": quantity.decimals,
        **asdict(scale),
    }
