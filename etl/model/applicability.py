"""What the model has seen of the few features that a reader may move, so that a guess beyond it can be marked. Pure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from etl.contract.model import YEAR_FEATURE
from etl.model.panel import Panel
from measures.applicability import distances_to_nearest_other_group, quantile_ranks

MOST_MOVABLE = 8
"""Features that a reader may move: the most important ones for countries held out, but the year."""

SHARE = 0.95
"""Of the rows on record that are no further than `limit` from the nearest row of another country."""


def movable(importance: pd.DataFrame) -> list[str]:
    """The features that a reader may move, the most important first."""
    ranked = importance[(importance.split == "countries") & (importance.feature != YEAR_FEATURE)]
    return ranked.sort_values("rank").feature.head(MOST_MOVABLE).to_list()


def area_of_applicability(panel: Panel, importance: pd.DataFrame) -> dict[str, Any]:
    """Features, and how far from all rows a combination of them may lie and still be like what is on record.

    Rows of the same country do not count when the limit is set: last year's values are always near this year's.
    """
    features = movable(importance)
    x = panel.with_features(features).x
    at = np.column_stack([quantile_ranks(column, column) for column in x.T])
    apart = distances_to_nearest_other_group(at, panel.country)
    limit = float(np.quantile(apart[np.isfinite(apart)], SHARE))
    return {"features": features, "limit": limit, "share": SHARE}
