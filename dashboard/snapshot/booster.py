"""The published trees, ready to answer: the only home of LightGBM in the dashboard, loaded when first asked."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from dashboard.snapshot.store import RESTORE, Snapshot, SnapshotError


class Booster(Protocol):
    """What is used of a LightGBM booster."""

    def feature_name(self) -> list[str]:
        """Names of its columns, in order."""

    def predict(self, data: np.ndarray, **params: Any) -> Any:
        """One answer a row."""


@lru_cache(maxsize=2)
def booster(snapshot: Snapshot) -> Booster:
    """The trees of a snapshot: read once a process, and asked by all visitors. They change nothing when they answer.

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
