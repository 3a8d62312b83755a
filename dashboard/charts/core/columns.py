"""Wire format of a chart's columns: numbers of 32 bits, sent as short decimals within the message that names them.

Bokeh sends an array as two messages of its own, and a country's charts have 26 arrays: a fifth of the time from a click
to its charts. Digits that no pixel shows would be most of their bytes.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from bokeh.core.serialization import Serializable, Serializer
from numpy.typing import ArrayLike

STEPS = 400
"""At least so many steps lie between the least and the largest number of a column: a chart's frame is some 200 pixels
high."""


class Column(np.ndarray, Serializable):
    """A one-dimensional array, int32 or float32. Tooltips have texts of their own, made before rounding."""

    def to_serializable(self, serializer: Serializer) -> list[Any]:
        """Return a list of rounded numbers; Bokeh calls this. Other than finite ones are encoded in its way."""
        return [number if -np.inf < number < np.inf else serializer.encode(number) for number in rounded(self)]


def column(numbers: ArrayLike) -> Column:
    """Return the numbers as a column: whole ones as int32, others as float32, half of whose digits a pixel needs."""
    values = np.asarray(numbers)
    return cast(Column, values.astype("float32" if values.dtype.kind == "f" else "int32").view(Column))


def rounded(numbers: Column) -> list[float]:
    """Return the numbers as multiples of 1, 2 or 5 of a decimal place, `STEPS` of them between least and largest.

    A fifth fewer bytes than with a power of ten alone, which leaves up to ten times as many.
    """
    plain = numbers.view(np.ndarray)
    if plain.dtype.kind == "i":
        return plain.tolist()
    finite = plain[np.isfinite(plain)].astype("float64")
    spread = np.ptp(finite) if finite.size else 0.0
    if not spread:
        return [float(str(number)) for number in plain]  # 12.34, where 32 bits hold 12.34000015
    place = int(np.floor(np.log10(spread / STEPS)))
    step = max(step for step in (1, 2, 5) if step * 10.0**place <= spread / STEPS) * 10.0**place
    return np.round(np.round(plain.astype("float64") / step) * step, -place).tolist()
