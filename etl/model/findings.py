"""What came of all runs, as the contract's tables and as figures for the catalog. Pure."""

from __future__ import annotations

from collections.abc import Mapping
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
from etl.model.panel import Panel
from etl.model.runs import FoldPredictions, ResampledModel, names
from measures.arrays import Floats
from measures.confidence import CONFIDENCE
from measures.conformal import conformal_half_width
from measures.skill import skill

TOP = 15
"""Features whose effects are published."""

LEVELS = (0.8, 0.9, 0.95)
"""Of the intervals about a prediction."""

TAIL = 100 * (1 - CONFIDENCE) / 2


def skills(judged: list[FoldPredictions], panel: Panel, target: str, seed: int) -> pd.DataFrame:
    """Return the table `model_skill`: the model's error beside that of each baseline.

    Args:
        judged: the folds; a split without any has no rows.
        panel: the rows that they point into.
        target: in words.
        seed: of the bootstrap.
    """
    found = []
    for split in SPLITS:
        of_split = [one for one in judged if one.kind == split]
        if not of_split:
            continue
        rows = np.concatenate([one.rows for one in of_split])
        model = np.concatenate([one.model for one in of_split])
        for baseline in BASELINES:
            known = np.concatenate([one.baselines[baseline] for one in of_split])
            s = skill(panel.y[rows], model, known, panel.country[rows], seed=seed)
            found.append(
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
                }
            )
    return typed(MODEL_SKILL, pd.DataFrame(found))


def importances(resampled: list[ResampledModel], panel: Panel) -> pd.DataFrame:
    """The table `model_importance`: mean and percentiles over the resamples of each split, the most important first."""
    found = []
    for split in SPLITS:
        rises = np.array([one.importance for one in resampled if one.kind == split])
        if not rises.size:
            continue
        low, high = np.percentile(rises, [TAIL, 100 - TAIL], axis=0)
        frame = pd.DataFrame({"split": split, "feature": names(panel), "importance": rises.mean(axis=0)})
        # A mean may lie beyond the percentiles where one resample stands far off.
        frame = frame.assign(low95=np.minimum(low, frame.importance), high95=np.maximum(high, frame.importance))
        frame = frame.sort_values(["importance", "feature"], ascending=[False, True], ignore_index=True)
        found.append(frame.assign(rank=np.arange(1, len(frame) + 1)))
    return typed(MODEL_IMPORTANCE, pd.concat(found, ignore_index=True))


def top(importance: pd.DataFrame) -> list[str]:
    """The features whose effects are published: the most important for countries held out."""
    return importance[(importance.split == "countries") & (importance["rank"] <= TOP)].feature.to_list()


def effects(drawn: list[dict[str, Floats]], edges: Mapping[str, Floats]) -> pd.DataFrame:
    """The table `model_effects`: median and percentiles over the resamples.

    Args:
        drawn: of each resample, the effect of each feature at its edges.
        edges: of each feature.
    """
    found = []
    for feature, x in edges.items():
        low, middle, high = np.percentile([one[feature] for one in drawn], [TAIL, 50, 100 - TAIL], axis=0)
        found.append(pd.DataFrame({"feature": feature, "x": x, "effect": middle, "low95": low, "high95": high}))
    return typed(MODEL_EFFECTS, pd.concat(found, ignore_index=True) if found else pd.DataFrame())


def dropped(clean: CleanUp) -> pd.DataFrame:
    """The table `model_cleanup`."""
    return typed(MODEL_CLEANUP, pd.DataFrame([vars(one) for one in clean.dropped]))


def features(clean: CleanUp, indicators: pd.DataFrame) -> pd.DataFrame:
    """The table `model_features`: every feature that there was, in the order of the indicators, and the year.

    Args:
        clean: the clean-up.
        indicators: the contract's table.
    """
    scope, used = clean.scope, set(clean.panel.features)
    about = indicators.set_index("id")
    found = [
        _seen(code, column) | {"title": about.title[code], "unit": about.unit[code], "used": code in used}
        for code, column in zip(scope.features, scope.x.T, strict=True)
    ]
    year = _seen(YEAR_FEATURE, scope.year.astype(float)) | {"title": "Year", "unit": "year", "used": True}
    return typed(MODEL_FEATURES, pd.DataFrame([*found, year]))


def half_widths(judged: list[FoldPredictions], panel: Panel) -> list[dict[str, Any]]:
    """Conformal half-widths of an interval about the model's answer, in degC; None where countries are too few."""
    found = []
    for split in SPLITS:
        of_split = [one for one in judged if one.kind == split]
        rows = np.concatenate([one.rows for one in of_split])
        errors = np.concatenate([one.model for one in of_split]) - panel.y[rows]
        for level in LEVELS:
            width = conformal_half_width(errors, panel.country[rows], level)
            found.append({"split": split, "level": level, "half_width_c": width if np.isfinite(width) else None})
    return found


def typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns and dtypes of the contract."""
    frame = frame.reindex(columns=table.names)
    return frame.astype({column.name: column.dtype for column in table.columns})


def _seen(feature: str, values: Floats) -> dict[str, Any]:
    held = values[np.isfinite(values)]
    low, middle, high = np.percentile(held, [0, 50, 100]) if held.size else [np.nan] * 3
    return {
        "feature": feature,
        "low": low,
        "median": middle,
        "high": high,
        "missing_share": 1 - held.size / max(values.size, 1),
    }
