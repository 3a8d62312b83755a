"""Area of applicability of the what-if features: how far from the training data a prediction is supported. Pure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from etl.contract.model import YEAR_FEATURE
from etl.model.panel import Panel
from measures.applicability import distances_to_nearest_other_group, quantile_ranks

MOST_MOVABLE = 8
"""Number of features that a reader may change: the most important ones for countries held out, without the year."""

SHARE = 0.95
"""Share of the rows on record within `limit` of the nearest row of another country."""


def movable(importance: pd.DataFrame) -> list[str]:
    """Return the features that a reader may change, the most important first."""
    ranked = importance[(importance.split == "countries") & (importance.feature != YEAR_FEATURE)]
    return ranked.sort_values("rank").feature.head(MOST_MOVABLE).to_list()


def area_of_applicability(panel: Panel, importance: pd.DataFrame) -> dict[str, Any]:
    """Return the features, and the largest distance from all rows at which their combination still counts as on record.

    Rows of the same country are left out when the limit is computed: last year's values are always near this year's.
    """
    features = movable(importance)
    x = panel.with_features(features).x
    at = np.column_stack([quantile_ranks(column, column) for column in x.T])
    distance = distances_to_nearest_other_group(at, panel.country)
    limit = float(np.quantile(distance[np.isfinite(distance)], SHARE))
    return {"features": features, "limit": limit, "share": SHARE}
