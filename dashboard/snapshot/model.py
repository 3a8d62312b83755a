"""The published model: skill, features, effects and their ranges in the training data. No LightGBM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.snapshot import units
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.quantities import quantities
from dashboard.snapshot.store import Snapshot
from storage.locations import etl_command

YEAR = "year"
"""The only feature that is not an indicator."""

SPLITS = {
    "last_year": "Last year held out",
    "countries": "Countries held out",
    "future_years": "Future years held out",
    "predecessor": "2012 held out, index on 1960",
}
PREDECESSOR = "predecessor"
"""Split of the predecessor's test: another target and a single year, so no verdict counts it."""

JUDGED = "countries"
"""Split of the importances and prediction intervals shown: countries outside the training data."""

COVERAGE = "model_coverage"
"""Table of the interval's width in each country; absent from older snapshots."""

LITTLE_PERCENT = 2
"""Per cent of skill, rounded, up to which indicators count as adding little, as in etl/snapshot/model_words.py."""

LEVEL = 0.95
MOST_SHOWN = 15
"""Number of importances shown; the following ones are not significant."""


@dataclass(frozen=True, eq=False)
class Model:
    """Tables of a model, and its entry in the catalog (`about`). Shared by all visitors."""

    about: dict[str, Any]
    skill: pd.DataFrame
    importance: pd.DataFrame
    """Of the split `JUDGED`, the most important first; with title and unit."""
    effects: pd.DataFrame
    cleanup: pd.DataFrame
    features: pd.DataFrame
    """By feature: title, unit, low, median, high, missing_share, used."""
    has_own_widths: bool = False
    """Whether intervals are proportional to each country's year-to-year spread; not in an older model."""
    formats: Mapping[str, int | None] = field(default_factory=dict)
    """Decimals of features that are series, as in `quantities.Quantity`."""

    @property
    def drivers(self) -> list[str]:
        """Features with a published effect, the most important first."""
        with_effect = set(self.effects.feature)
        return [feature for feature in self.importance.feature if feature in with_effect]

    @property
    def movable(self) -> list[str]:
        """Series codes that the what-if can set, the most important first."""
        return list(self.about.get("seen", {}).get("features", []))

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of the training data."""
        first, last = self.about["years"]
        return int(first), int(last)

    @property
    def starts_from_place(self) -> bool:
        """Whether the model started from a baseline of year and place, rather than of the year alone."""
        return "start" in self.about

    def title(self, feature: str) -> str:
        """Return the title of a feature."""
        return str(self.features.title[feature])

    def unit(self, feature: str) -> str:
        """Return the unit of a feature's values."""
        return "" if feature == YEAR else str(self.features.unit[feature])

    def decimals(self, feature: str) -> int | None:
        """Return the decimals of a feature's values; None where each value decides."""
        return self.formats.get(feature)

    @cached_property
    def hardest(self) -> dict[str, dict[str, Any]]:
        """The comparison with the best baseline by split, as `hardest` returns it."""
        return hardest(self.skill)

    def start_c(self, region_iso3: str, year: int) -> float:
        """Return the score that the trees start from in a region and year, in degC; of an older model, in a year."""
        about = self.about
        by_year = about["start"]["by_region_c"][region_iso3] if self.starts_from_place else about["year_effects_c"]
        return float(by_year[str(year)])


@cached_on_argument(published=True)
def model_of(snapshot: Snapshot) -> Model | None:
    """Return the snapshot's model, or None without one."""
    if not snapshot.model or snapshot.model["model_skill"].empty:
        return None
    tables = snapshot.model
    features = tables["model_features"].set_index("feature", drop=False)
    features["unit"] = features.unit.map(units.printed)
    ranked = tables["model_importance"]
    ranked = (
        ranked[ranked.split == JUDGED]
        .sort_values("rank")
        .merge(features[["title", "unit"]], left_on="feature", right_index=True, validate="one_to_one")
    )
    return Model(
        snapshot.catalog["model"],
        _with_years(tables["model_skill"]),
        ranked.reset_index(drop=True),
        tables["model_effects"],
        tables["model_cleanup"],
        features,
        COVERAGE in snapshot.catalog["tables"],
        {code: quantity.decimals for code, quantity in quantities(snapshot).items()},
    )


def _with_years(skill: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its intervals over years, which are missing values in older snapshots."""
    return skill.reindex(columns=list(dict.fromkeys([*skill, "years_low95", "years_high95"])))


def interval_ends(row: Mapping[Any, Any]) -> tuple[float, float]:
    """Return the outer ends of a skill's intervals over countries and, if published, over years."""
    return float(np.fmin(row["low95"], row["years_low95"])), float(np.fmax(row["high95"], row["years_high95"]))


def adds_little(model: Model) -> bool:
    """Return whether indicators add at most 2 % of skill to year and place, under every split."""
    best = [row["skill"] for row in model.hardest.values()]
    return model.starts_from_place and max(best) < (LITTLE_PERCENT + 0.5) / 100


def half_width_c(snapshot: Snapshot, model: Model, iso3: str) -> float | None:
    """Return the half-width of the 95 % prediction interval for a country, in degC; None with too few countries.

    Proportional to its year-to-year spread; in an older model the same for all countries.

    Raises:
        SnapshotError: the table of widths is damaged.
    """
    common = next(
        (one["half_width_c"] for one in model.about["intervals"] if (one["split"], one["level"]) == (JUDGED, LEVEL)),
        None,
    )
    return _own_half_widths(snapshot).get(iso3, common) if model.has_own_widths else common


@cached_on_argument(published=True)
def _own_half_widths(snapshot: Snapshot) -> dict[str, float]:
    """Return the half-widths by iso3. Read when the what-if needs them: a damaged table must not stop the page."""
    table = snapshot.table(COVERAGE).dropna(subset="half_width_c")
    return dict(zip(table.iso3, table.half_width_c.astype(float), strict=True))


def why_no_model(snapshot: Snapshot) -> str:
    """Return a sentence on why there is no model and what to do."""
    reason = snapshot.catalog.get("model", {}).get("reason", "no model has been fitted to this snapshot")
    remedy = "" if "run:" in reason else f" Run: {etl_command('model')}"
    return f"No model to show: {reason}.{remedy}"


def hardest(skill: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the comparison with the best baseline by split, the simplest of equal ones; without the predecessor's."""
    skill = skill[skill.split != PREDECESSOR]
    best = skill.loc[skill.groupby("split", sort=False).rmse_baseline.idxmin()]
    return {str(row["split"]): {str(k): v for k, v in row.items()} for row in best.to_dict("records")}


def effect(model: Model, feature: str) -> dict[str, np.ndarray]:
    """Return x, effect, low95 and high95 of one feature, ascending in x."""
    own = model.effects[model.effects.feature == feature].sort_values("x")
    return {name: own[name].to_numpy(float) for name in ("x", "effect", "low95", "high95")}
