"""Arrays as one small file for the browser: JSON, then the bytes of each array, compressed.

Compressed here and not by the server, which leaves binary files as they are; assets/js/map.js reads it.
"""

from __future__ import annotations

import gzip
import json
from typing import Any

import numpy as np

LEVEL = 9


def pack(about: dict[str, Any], arrays: dict[str, np.ndarray]) -> bytes:
    """The file; the same input gives the same bytes.

    Before compression: length of the head as little-endian uint32; the head, JSON; each array. The head is `about`
    with `arrays`: name, dtype and length of each. Of an array all numbers' first bytes come first, then all second
    ones, as in HDF5's shuffle filter: bytes that resemble each other stand together, which saves a third.
    """
    listed = [{"name": name, "dtype": array.dtype.name, "length": array.size} for name, array in arrays.items()]
    head = json.dumps({**about, "arrays": listed}, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(
        b"".join([np.array(len(head), "<u4").tobytes(), head, *map(_shuffled, arrays.values())]), LEVEL, mtime=0
    )


def _shuffled(array: np.ndarray) -> bytes:
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).ravel()
    return little.view("uint8").reshape(little.size, array.dtype.itemsize).T.tobytes()
