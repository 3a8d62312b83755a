"""Answers of the Climate Change Knowledge Portal as tables."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from etl.errors import Unreachable
from etl.sources.http import strict_json

_STAMP = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def parse(body: bytes, is_monthly: bool) -> pd.DataFrame:
    """Return the table of one response: code (str), year (int16), month (int8, if monthly), value (float64).

    Rows are in the portal's order, without missing values. Values are rounded to the 2 decimals that are published:
    the portal prints 21.359999999999996 for 21.36.

    Raises:
        Unreachable: a response of another shape; the message names the country, if it is a country's values.
    """
    response: Any = strict_json(body)
    match response:
        case {"metadata": {"status": "success"}, "data": []}:
            countries: dict[str, Any] = {}
        case {"metadata": {"status": "success"}, "data": dict(countries)}:
            pass
        case other:
            raise Unreachable(f"an answer of another shape: {str(other)[:80]}")
    stamps: dict[tuple[str, ...], np.ndarray] = {}  # nearly all countries share one set of keys
    parts = [_rows(code, series, is_monthly, stamps) for code, series in countries.items() if series is not None]
    rows = np.concatenate([np.empty((0, 3)), *parts])
    codes = np.array([code for code, series in countries.items() if series is not None], dtype=object)
    frame = pd.DataFrame(
        {
            "code": codes.repeat(np.array([len(part) for part in parts], int)),
            "year": rows[:, 0].astype("int16"),
            "month": rows[:, 1].astype("int8"),
            "value": rows[:, 2].round(2),
        }
    ).astype({"code": "str"})
    frame = frame[frame.value.notna()].reset_index(drop=True)
    return frame if is_monthly else frame.drop(columns="month")


def _rows(code: str, series: Any, is_monthly: bool, stamps: dict[tuple[str, ...], np.ndarray]) -> np.ndarray:
    """Return year, month and value (NaN for null) of one country, one row each."""
    if not isinstance(series, dict):
        raise Unreachable(f"{code}: values of another shape: {str(series)[:60]}")
    odd = set(map(type, series.values())) - {float, int, type(None)}
    if odd:
        raise Unreachable(f"{code}: a value of another shape ({', '.join(sorted(kind.__name__ for kind in odd))})")
    keys = tuple(series)
    if keys not in stamps:
        stamps[keys] = np.array([_stamp(code, key, is_monthly) for key in keys], float).reshape(-1, 2)
    return np.column_stack([stamps[keys], np.array(list(series.values()), float)])


def _stamp(code: str, key: str, is_monthly: bool) -> tuple[int, int]:
    """Return year and month; annual values are stamped with July: "1901-07"."""
    found = _STAMP.fullmatch(key)
    if found is None or (not is_monthly and found[2] != "07"):
        wanted = "a month such as '1901-01'" if is_monthly else "an annual stamp such as '1901-07'"
        raise Unreachable(f"{code}: {key!r} where {wanted} belongs")
    return int(found[1]), int(found[2])
