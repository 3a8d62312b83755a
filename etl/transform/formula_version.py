"""Which formulas the measures of warming were made by, so that they are made anew when a formula has changed.

Told from the text of the code itself: a number to be raised by hand would one day be forgotten, and old figures stand
under a new formula.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
import scipy

import measures
from etl.contract import climate
from etl.transform import warming

SOURCES = (Path(warming.__file__), Path(climate.__file__), *Path(measures.__file__).parent.glob("*.py"))


@cache
def version() -> str:
    """A checksum over everything that the table `warming` is computed by, in 16 hexadecimal digits."""
    told = hashlib.sha256(f"{np.__version__} {scipy.__version__}".encode())
    for path in sorted(SOURCES, key=lambda source: source.name):  # wherever they are installed
        told.update(path.read_bytes())
    return told.hexdigest()[:16]
