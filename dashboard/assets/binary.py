"""Arrays as one small file for the browser: JSON, then the bytes of each array, compressed.

Compressed here and not by the server, which leaves binary files as they are; assets/js/map.js reads it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

LEVEL = 9


def pack(about: dict[str, Any], arrays: dict[str, np.ndarray], across: Mapping[str, int] | None = None) -> bytes:
    """The file; the same input gives the same bytes.

    Before compression: length of the head as little-endian uint32; the head, JSON; each array. The head is `about`
    with `arrays`: name, dtype, length and `across` of each. Of an array all numbers' first bytes come first, then all
    second ones, as in HDF5's shuffle filter: bytes that resemble each other stand together, which saves a third.

    Where `across` is not 0, the bits of each number, read as an unsigned one, are less by those of the number so many
    places before it, modulo their width: of a country's values a year apart the first bits are the same, and the
    files are 7 % smaller over all indicators, that of population 16 %. No bit is lost.
    """
    far = {name: (across or {}).get(name, 0) for name in arrays}
    listed = [
        {"name": name, "dtype": array.dtype.name, "length": array.size, "across": far[name]}
        for name, array in arrays.items()
    ]
    head = json.dumps({**about, "arrays": listed}, ensure_ascii=False, separators=(",", ":")).encode()
    bodies = [_shuffled(_apart(array, far[name])) for name, array in arrays.items()]
    return gzip.compress(b"".join([np.array(len(head), "<u4").tobytes(), head, *bodies]), LEVEL, mtime=0)


def _apart(array: np.ndarray, across: int) -> np.ndarray:
    if not across:
        return array
    bits = np.ascontiguousarray(array).ravel().view(f"u{array.dtype.itemsize}")
    return np.concatenate([bits[:across], bits[across:] - bits[:-across]])


def _shuffled(array: np.ndarray) -> bytes:
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).ravel()
    return little.view("uint8").reshape(little.size, array.dtype.itemsize).T.tobytes()
