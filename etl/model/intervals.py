"""Prediction intervals: conformal half-widths in proportion to a country's year-to-year spread, and their coverage.

One width for all countries covers 95 % of all rows and far fewer of those in cold continental countries, whose years
differ most. Scores are therefore errors over the country's own spread (normalised conformal scores, Lei et al. 2018).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import bdtr

from etl.contract.model import MODEL_COVERAGE, PREDECESSOR, SPLITS
from etl.model.findings import typed
from etl.model.panel import Panel
from etl.model.runs import FoldPredictions
from measures.arrays import Floats
from measures.conformal import conformal_half_width, coverage_by_group, year_spread

LEVELS = (0.8, 0.9, 0.95)
"""Levels of the prediction intervals."""

LEVEL, LOW_COVERAGE = 0.95, 0.85
"""Level whose coverage is published, and the coverage below which a country is named."""

LEAST_SPREAD = 0.1
"""Least spread, as a share of the median country's: an infilled record that repeats one value has none of its own."""

JUDGED = "countries"
"""The split of the published coverage: a country that the model has not seen."""

GROUP_NAMES = {"A": "tropical", "B": "arid", "C": "temperate", "D": "cold continental", "E": "polar"}
"""Climate groups of Koeppen and Geiger, by the first letter of the zone."""


def spreads(panel: Panel) -> Floats:
    """Return the year-to-year spread of each country's target, in degC, by its index."""
    own = np.full(len(panel.codes), np.nan)
    for country in np.unique(panel.country):
        rows = np.flatnonzero(panel.country == country)
        own[country] = year_spread(panel.y[rows[np.argsort(panel.year[rows], kind="stable")]])
    return np.maximum(own, LEAST_SPREAD * np.nanmedian(own))


def half_widths(folds: list[FoldPredictions], panel: Panel) -> list[dict[str, Any]]:
    """Return the conformal half-widths by split and level: in degC for all countries alike, and in units of the spread.

    None with too few countries.
    """
    table, spread = [], spreads(panel)
    for split in SPLITS:
        if split == PREDECESSOR:
            continue
        errors, country = _errors(folds, panel, split)
        for level in LEVELS:
            widths = [conformal_half_width(score, country, level) for score in (errors, errors / spread[country])]
            alike, scaled = (width if np.isfinite(width) else None for width in widths)
            table.append({"split": split, "level": level, "half_width_c": alike, "half_width_spreads": scaled})
    return table


def coverage(folds: list[FoldPredictions], panel: Panel, climate_group: dict[str, str]) -> pd.DataFrame:
    """Return the table `model_coverage`: each country by the widths of the others.

    Args:
        folds: the predictions of the folds.
        panel: the rows that they refer to.
        climate_group: letter of each country, by iso3.
    """
    errors, country = _errors(folds, panel, JUDGED)
    spread = spreads(panel)
    shares = coverage_by_group(errors / spread[country], country, LEVEL)
    scaled = conformal_half_width(errors / spread[country], country, LEVEL)
    table = []
    for number, share in shares.items():
        iso3, count = panel.codes[number], int((country == number).sum())
        table.append(
            {
                "iso3": iso3,
                "spread_c": spread[number],
                "half_width_c": scaled * spread[number] if np.isfinite(scaled) else np.nan,
                "coverage": share,
                "n_rows": count,
                # Fewer than 85 % of n rows: at most the whole number below 0.85 n.
                "chance_below": float(bdtr(np.ceil(LOW_COVERAGE * count) - 1, count, LEVEL)),
                "climate_group": climate_group.get(iso3, ""),
            }
        )
    return typed(MODEL_COVERAGE, pd.DataFrame(table))


def coverage_summary(table: pd.DataFrame) -> dict[str, Any]:
    """Return the catalog's entry on the coverage: pooled, by climate group, and the countries below 85 %.

    Args:
        table: `model_coverage`.
    """
    below = table[table.coverage < LOW_COVERAGE].sort_values("coverage")
    groups = []
    for letter, name in GROUP_NAMES.items():
        own = table[table.climate_group == letter]
        if len(own):
            groups.append({"group": letter, "name": name, "countries": len(own), "coverage": _pooled(own)})
    return {
        "split": JUDGED,
        "level": LEVEL,
        "pooled": _pooled(table),
        "below": LOW_COVERAGE,
        "expected_below": round(float(table.chance_below.sum()), 2),
        "countries_below": [
            {"iso3": row["iso3"], "coverage": round(row["coverage"], 3), "n_rows": int(row["n_rows"])}
            for row in below.to_dict("records")
        ],
        "groups": groups,
    }


def _pooled(table: pd.DataFrame) -> float:
    """Return the share of all rows within their intervals."""
    return round(float(np.average(table.coverage, weights=table.n_rows)), 4)


def _errors(folds: list[FoldPredictions], panel: Panel, split: str) -> tuple[Floats, NDArray[np.int32]]:
    """Return error in degC and country of every prediction of a split."""
    of_split = [fold for fold in folds if fold.kind == split]
    rows = np.concatenate([fold.rows for fold in of_split])
    errors = np.concatenate([fold.model for fold in of_split]) - panel.y[rows]
    return errors, panel.country[rows]
