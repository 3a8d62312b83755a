"""Effect of one feature of the model: its curve, and the position of a country on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analysis import relate, what_if
from dashboard.snapshot import model as model_snapshot
from dashboard.snapshot.model import YEAR, Model
from dashboard.snapshot.store import Snapshot, SnapshotError


@dataclass(frozen=True, eq=False)
class EffectData:
    """The effect of one feature on the model's prediction.

    Attributes:
        feature: its name in the model.
        curve: "x" in the feature's unit, "effect", "low95" and "high95" in degC; ascending in x.
        log: whether x is on a logarithmic axis.
        own: the country's value of the feature; None where it is unknown.
    """

    feature: str
    curve: dict[str, np.ndarray]
    log: bool
    own: float | None

    @property
    def is_year(self) -> bool:
        """Whether the feature is the year."""
        return self.feature == YEAR

    @property
    def ends(self) -> tuple[float, float]:
        """First and last x."""
        return float(self.curve["x"][0]), float(self.curve["x"][-1])

    @property
    def span_c(self) -> float:
        """Difference between the highest and the lowest effect, in degC."""
        return float(np.ptp(self.curve["effect"]))

    @property
    def own_point(self) -> tuple[float, float] | None:
        """Position of the country along the axis, and its effect in degC; None outside the curve."""
        low, high = self.ends
        if self.own is None or not low <= self.own <= high:
            return None
        at, x = (np.log10(self.own), np.log10(self.curve["x"])) if self.log else (self.own, self.curve["x"])
        return float(at), float(np.interp(at, x, self.curve["effect"]))


def effect_data(snapshot: Snapshot, model: Model, feature: str, iso3: str, year: int) -> EffectData:
    """Return the effect of a feature, with the value that a country has of it in a year."""
    curve = model_snapshot.effect(model, feature)
    try:
        own = what_if.feature_value(snapshot, model, iso3, year, feature)
    except SnapshotError:  # the what-if shows the reason
        own = None
    return EffectData(feature, curve, feature != YEAR and relate.fits_log(curve["x"]), own)
