"""Version of the formulas of the warming measures: they are computed again when a formula has changed.

The version is a checksum of the source code. Someone would one day forget to raise a number by hand, and old figures
would be published under a new formula.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
import scipy

import measures
from etl.contract import climate
from etl.transform import record_doubts, warming

SOURCES = (
    *(Path(str(module.__file__)) for module in (warming, record_doubts, climate)),
    *Path(measures.__file__).parent.glob("*.py"),
)


@cache
def version() -> str:
    """Return a checksum of all code that computes the table `warming`, in 16 hexadecimal digits."""
    digest = hashlib.sha256(f"{np.__version__} {scipy.__version__}".encode())
    for path in sorted(SOURCES, key=lambda source: source.name):  # not by path, which depends on the installation
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
