"""Results of all runs, as the contract's tables and as figures for the catalog. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import mode
from typing import Any

import numpy as np
import pandas as pd

from etl.contract.model import (
    BASELINES,
    MODEL_CLEANUP,
    MODEL_EFFECTS,
    MODEL_FEATURES,
    MODEL_IMPORTANCE,
    MODEL_SKILL,
    SPLITS,
    YEAR_FEATURE,
)
from etl.contract.schema import Table
from etl.model.baselines import KNOWS
from etl.model.cleanup import CleanUp
from etl.model.panel import Panel, Rows
from etl.model.runs import FoldPredictions, ResampledModel, names
from measures.arrays import Floats
from measures.confidence import CONFIDENCE
from measures.skill import skill

TOP = 15
"""Number of features whose effects are published."""

FEWEST_YEARS = 5
"""Fewest held-out years for a bootstrap over years."""

TAIL = 100 * (1 - CONFIDENCE) / 2


def skills(folds: list[FoldPredictions], panel: Panel, target: str, seed: int) -> pd.DataFrame:
    """Return the table `model_skill`: the errors of the model and of each baseline.

    Args:
        folds: the predictions of the folds; a split without folds has no rows.
        panel: the rows that they refer to.
        target: description of the target.
        seed: of the bootstrap.
    """
    table = []
    for split in SPLITS:
        of_split = [fold for fold in folds if fold.kind == split]
        if not of_split:
            continue
        rows = np.concatenate([fold.rows for fold in of_split])
        model = np.concatenate([fold.model for fold in of_split])
        for baseline in BASELINES:
            by_baseline = np.concatenate([fold.baselines[baseline] for fold in of_split])
            s = skill(panel.y[rows], model, by_baseline, panel.country[rows], seed=seed)
            years = _over_years(panel, rows, model, by_baseline, seed)
            table.append(
                {
                    "target": target,
                    "split": split,
                    "baseline": baseline,
                    "knows": KNOWS[split][baseline],
                    "rmse_model": s.rmse_model,
                    "rmse_baseline": s.rmse_baseline,
                    "skill": s.value,
                    "low95": s.low95,
                    "high95": s.high95,
                    "n_countries": s.n_groups,
                    "n_rows": s.n_rows,
                    "years_low95": years[0],
                    "years_high95": years[1],
                    "start": mode(fold.start for fold in of_split),
                }
            )
    return typed(MODEL_SKILL, pd.DataFrame(table))


def importances(resampled: list[ResampledModel], panel: Panel) -> pd.DataFrame:
    """Return the table `model_importance`: mean and percentiles over the resamples, the most important first."""
    frames = []
    for split in SPLITS:
        rises = np.array([one.importance for one in resampled if one.kind == split])
        if not rises.size:
            continue
        low, high = np.percentile(rises, [TAIL, 100 - TAIL], axis=0)
        frame = pd.DataFrame({"split": split, "feature": names(panel), "importance": rises.mean(axis=0)})
        # One outlying resample may move the mean beyond the percentiles.
        frame = frame.assign(low95=np.minimum(low, frame.importance), high95=np.maximum(high, frame.importance))
        frame = frame.sort_values(["importance", "feature"], ascending=[False, True], ignore_index=True)
        frames.append(frame.assign(rank=np.arange(1, len(frame) + 1)))
    return typed(MODEL_IMPORTANCE, pd.concat(frames, ignore_index=True))


def top(importance: pd.DataFrame) -> list[str]:
    """Return the features whose effects are published: the most important ones for countries held out."""
    return importance[(importance.split == "countries") & (importance["rank"] <= TOP)].feature.to_list()


def effects(resampled: list[dict[str, Floats]], edges: Mapping[str, Floats]) -> pd.DataFrame:
    """Return the table `model_effects`: median and percentiles over the resamples.

    Args:
        resampled: for each resample, the effect of each feature at its edges.
        edges: the edges of the bins of each feature.
    """
    frames = []
    for feature, x in edges.items():
        low, middle, high = np.percentile([one[feature] for one in resampled], [TAIL, 50, 100 - TAIL], axis=0)
        frames.append(pd.DataFrame({"feature": feature, "x": x, "effect": middle, "low95": low, "high95": high}))
    return typed(MODEL_EFFECTS, pd.concat(frames, ignore_index=True) if frames else pd.DataFrame())


def dropped(clean: CleanUp) -> pd.DataFrame:
    """Return the table `model_cleanup`."""
    return typed(MODEL_CLEANUP, pd.DataFrame([vars(one) for one in clean.dropped]))


def features(clean: CleanUp, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the table `model_features`: every candidate feature, in the order of the indicators, and the year.

    Args:
        clean: the clean-up.
        indicators: the table of indicators.
    """
    scope, used = clean.scope, set(clean.panel.features)
    by_id = indicators.set_index("id")
    rows = [
        _range(code, column) | {"title": by_id.title[code], "unit": by_id.unit[code], "used": code in used}
        for code, column in zip(scope.features, scope.x.T, strict=True)
    ]
    year = _range(YEAR_FEATURE, scope.year.astype(float)) | {"title": "Year", "unit": "year", "used": True}
    return typed(MODEL_FEATURES, pd.DataFrame([*rows, year]))


def _over_years(panel: Panel, rows: Rows, model: Floats, baseline: Floats, seed: int) -> tuple[float, float]:
    """Return the 95 % interval of the skill over years, which all countries share; NaN with too few years."""
    years = panel.year[rows]
    if np.unique(years).size < FEWEST_YEARS:
        return np.nan, np.nan
    s = skill(panel.y[rows], model, baseline, years, seed=seed)
    return s.low95, s.high95


def typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the columns and dtypes of the contract."""
    frame = frame.reindex(columns=table.names)
    return frame.astype({column.name: column.dtype for column in table.columns})


def _range(feature: str, values: Floats) -> dict[str, Any]:
    present = values[np.isfinite(values)]
    low, middle, high = np.percentile(present, [0, 50, 100]) if present.size else [np.nan] * 3
    return {
        "feature": feature,
        "low": low,
        "median": middle,
        "high": high,
        "missing_share": 1 - present.size / max(values.size, 1),
    }
