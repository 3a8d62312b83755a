"""What the model step published, as the page asks for it: its skill, its features, what it has seen. No LightGBM."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard.snapshot.store import Snapshot
from storage.locations import etl_command

YEAR = "year"
"""The feature that is no indicator."""

SPLITS = {
    "last_year": "Last year held out",
    "countries": "Countries held out",
    "future_years": "Future years held out",
}
JUDGED = "countries"
"""The split by which importances are shown and answers are given an interval: a country that was not seen."""

LEVEL = 0.95
MOST_SHOWN = 15
"""Features among the importances; what comes after them cannot be told from nothing."""


@dataclass(frozen=True, eq=False)
class Model:
    """The tables of a model with what the catalog says of it (`about`). Shared by all visitors."""

    about: dict[str, Any]
    skill: pd.DataFrame
    importance: pd.DataFrame
    """Of the split `JUDGED`, the most important first; with title and unit."""
    effects: pd.DataFrame
    cleanup: pd.DataFrame
    features: pd.DataFrame
    """By feature: title, unit, low, median, high, missing_share, used."""

    @property
    def drivers(self) -> list[str]:
        """Features whose effect is published, the most important first."""
        held = set(self.effects.feature)
        return [feature for feature in self.importance.feature if feature in held]

    @property
    def movable(self) -> list[str]:
        """Series codes that the what-if can set, the most important first."""
        return list(self.about.get("seen", {}).get("features", []))

    @property
    def years(self) -> tuple[int, int]:
        """First and last year that it has seen."""
        first, last = self.about["years"]
        return int(first), int(last)

    @property
    def half_width_c(self) -> float | None:
        """Half of the 95 % interval about an answer for a country that was held out, in degC."""
        return next(
            (one["half_width_c"] for one in self.about["intervals"] if (one["split"], one["level"]) == (JUDGED, LEVEL)),
            None,
        )

    def title(self, feature: str) -> str:
        """What a feature is called."""
        return str(self.features.title[feature])

    def unit(self, feature: str) -> str:
        """The unit of its values."""
        return "" if feature == YEAR else str(self.features.unit[feature])

    def year_effect_c(self, year: int) -> float:
        """The mean target of a year that was seen, from which the trees go on; degC."""
        return float(self.about["year_effects_c"][str(year)])


@lru_cache(maxsize=2)
def model_of(snapshot: Snapshot) -> Model | None:
    """The snapshot's model, or None where none has been made."""
    if not snapshot.model or snapshot.model["model_skill"].empty:
        return None
    tables = snapshot.model
    features = tables["model_features"].set_index("feature", drop=False)
    ranked = tables["model_importance"]
    ranked = (
        ranked[ranked.split == JUDGED]
        .sort_values("rank")
        .merge(features[["title", "unit"]], left_on="feature", right_index=True, validate="one_to_one")
    )
    return Model(
        snapshot.catalog["model"],
        tables["model_skill"],
        ranked.reset_index(drop=True),
        tables["model_effects"],
        tables["model_cleanup"],
        features,
    )


def why_no_model(snapshot: Snapshot) -> str:
    """Why there is no model, and what to do, in a sentence."""
    said = snapshot.catalog.get("model", {}).get("reason", "no model has been made of these figures")
    return (
        f"There is nothing to show yet: {said}."
        if "run:" in said
        else f"There is nothing to show yet: {said}. Run: {etl_command('model')}"
    )


def hardest(skill: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """By split the comparison with the best baseline, the simplest of those that are level."""
    best = skill.loc[skill.groupby("split", sort=False).rmse_baseline.idxmin()]
    return {str(row["split"]): {str(k): v for k, v in row.items()} for row in best.to_dict("records")}


def effect(model: Model, feature: str) -> dict[str, np.ndarray]:
    """x, effect, low95 and high95 of one feature, ascending."""
    own = model.effects[model.effects.feature == feature].sort_values("x")
    return {name: own[name].to_numpy(float) for name in ("x", "effect", "low95", "high95")}
