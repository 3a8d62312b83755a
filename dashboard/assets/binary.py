"""Arrays as one small file for the browser: JSON, then the bytes of each array, shuffled, delta-coded and gzipped.

Compressed here because the server's own compression leaves binary files as they are. assets/js/map/files.js reads it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

LEVEL = 9


def pack(
    header: dict[str, Any], arrays: dict[str, np.ndarray], delta_strides: Mapping[str, int] | None = None
) -> bytes:
    """Return the file; the same input gives the same bytes.

    Before compression: length of the header as little-endian uint32; the header, JSON; each array. The header is
    `header` with `arrays`: name, dtype, length and `delta_stride` of each. An array is shuffled, as by HDF5's filter of
    that name: all numbers' first bytes come first, then all second ones, so that similar bytes are neighbours. It saves
    a third.

    An array with a stride is delta-coded first: from the bits of each number, read as an unsigned one, those of the
    number `delta_stride` places before it are subtracted, modulo their width. A country's values a year apart begin
    with the same bits, so the files are 7 % smaller over all indicators, that of population 16 %. No bit is lost.
    """
    strides = {name: (delta_strides or {}).get(name, 0) for name in arrays}
    listed = [
        {"name": name, "dtype": array.dtype.name, "length": array.size, "delta_stride": strides[name]}
        for name, array in arrays.items()
    ]
    head = json.dumps({**header, "arrays": listed}, ensure_ascii=False, separators=(",", ":")).encode()
    bodies = [_shuffle(_delta(array, strides[name])) for name, array in arrays.items()]
    return gzip.compress(b"".join([np.array(len(head), "<u4").tobytes(), head, *bodies]), LEVEL, mtime=0)


def _delta(array: np.ndarray, stride: int) -> np.ndarray:
    if not stride:
        return array
    bits = np.ascontiguousarray(array).ravel().view(f"u{array.dtype.itemsize}")
    return np.concatenate([bits[:stride], bits[stride:] - bits[:-stride]])


def _shuffle(array: np.ndarray) -> bytes:
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).ravel()
    return little.view("uint8").reshape(little.size, array.dtype.itemsize).T.tobytes()
