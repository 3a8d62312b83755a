"""Columns of `indicators` that a snapshot may be too old to have: they are filled with what means "not known"."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

EMPTY: dict[str, Any] = {
    "short_title": "",
    "summary": "",
    "topics": "",
    "source_id": "",
    "quantity_kind": "",
    "currency": "",
    "prices": "",
    "lower_bound": np.nan,
    "upper_bound": np.nan,
    "decimals": -1,
    "log_by_default": False,
    "featured": 0,
    "economies": 0,
    "aggregates": 0,
    "is_own": False,
}
"""-1 decimals: not known, so that the values decide. 0 economies: `countries` is known only."""


def filled(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the table of indicators with every column that this dashboard reads; those it has are unchanged."""
    return indicators.assign(**{name: value for name, value in EMPTY.items() if name not in indicators})
