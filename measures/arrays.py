"""Type aliases of the arrays that the formulas take and return."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""64-bit numbers; NaN is a missing value."""

Ints = NDArray[np.int64]

Bools = NDArray[np.bool_]
