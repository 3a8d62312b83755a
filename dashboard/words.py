"""Sentences that say what a view shows, with figures: read by people, by screen readers, and beside the charts."""

from __future__ import annotations

import pandas as pd

from dashboard.presentation import number
from dashboard.queries import is_uncertain


def map_sentence(rows: pd.DataFrame, economies: set[str]) -> str:
    """What the map shows, in one sentence: how many warmed, the middle of them, and how many are uncertain.

    Args:
        rows: period_change, one row a country.
        economies: the codes counted.
    """
    counted = rows[rows.iso3.isin(economies)]
    clear = counted[~is_uncertain(counted)]
    warmer, cooler = int((clear.value > 0).sum()), int((clear.value < 0).sum())
    thin = int(counted.doubt.ne("").sum())
    return (
        f"Of {len(counted)} economies {warmer} have clearly warmed and {cooler or 'none'} clearly cooled; "
        f"for {thin} the record is too thin to tell, for {len(counted) - len(clear) - thin} more the interval holds "
        f"zero. The median economy warmed by {number(float(counted.value.median()), 2)} °C."
    )
