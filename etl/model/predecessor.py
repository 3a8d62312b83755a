"""The test of the project's predecessor: the index on 1960 with the year 2012 held out, against the same baselines.

It had no baseline. The country's mean of the ten years before 2012 is as good; and a single year says
little: which of the two is ahead changes from year to year.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from etl.model import runs
from etl.model.panel import Panel, Target
from etl.model.runs import FoldPredictions
from etl.model.splits import INNER_YEARS, Fold

HELD_OUT = 2012
TARGET = Target("index", base_year=1960)


def predictions(panel: Panel, seed: int) -> tuple[Panel, list[FoldPredictions]]:
    """Return the rows with the index as their target, and the predictions of 2012; none without both years.

    Args:
        panel: the rows; an index and an anomaly of one country differ by a constant.
        seed: of the model.
    """
    base = np.full(len(panel.codes), np.nan)
    in_1960 = panel.year == TARGET.base_year
    base[panel.country[in_1960]] = panel.y[in_1960]
    indexed = replace(panel, y=panel.y - base[panel.country])
    indexed = indexed.of(np.flatnonzero(np.isfinite(indexed.y)))
    train, test = np.flatnonzero(indexed.year < HELD_OUT), np.flatnonzero(indexed.year == HELD_OUT)
    if not test.size or np.unique(indexed.year[train]).size <= 2 * INNER_YEARS:
        return indexed, []
    fold = Fold("predecessor", train, test)
    return indexed, [runs.predict_fold(fold, panel=indexed, seed=seed, standardise=False)]
