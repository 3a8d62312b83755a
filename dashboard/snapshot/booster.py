"""LightGBM booster of the published model, loaded at the first prediction: LightGBM is imported nowhere else."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.store import RESTORE, Snapshot, SnapshotError


class Booster(Protocol):
    """The part of a LightGBM booster that the dashboard uses."""

    def feature_name(self) -> list[str]:
        """Return the names of the features, in the order of the columns."""

    def predict(self, data: np.ndarray, **params: Any) -> Any:
        """Return one prediction for each row."""


@cached_on_argument(published=True)
def booster(snapshot: Snapshot) -> Booster:
    """Return the booster of a snapshot: loaded once a process, shared by all visitors as it only predicts.

    Raises:
        SnapshotError: the system lacks what LightGBM needs, or the text is damaged.
    """
    try:
        import lightgbm
    except OSError as missing:  # its wheel does not bring OpenMP
        raise SnapshotError("The model cannot be asked here: LightGBM needs OpenMP (on Debian: libgomp1).") from missing
    try:
        return lightgbm.Booster(model_str=snapshot.model_text)
    except lightgbm.basic.LightGBMError as error:
        raise SnapshotError(f"The model’s text is damaged. {RESTORE}") from error
