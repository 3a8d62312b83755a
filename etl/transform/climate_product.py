"""One product of the climate portal by iso3 code, with its state and release."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl.errors import EtlError, Refused
from etl.sources import cckp


@dataclass(frozen=True)
class ClimateProduct:
    """One product by iso3 code: fresh values, last good values, or none.

    `release` is a name ("CRU TS 4.09"), `period` its years; `stale_since` and `reason` have since when and why kept
    values are not fresh; `failure` is the error of this refresh. `values` has iso3, year, month (of monthly products)
    and value, without regions.
    """

    product: cckp.Product
    state: str
    release: str
    period: str
    reason: str
    stale_since: str
    values: pd.DataFrame
    failure: EtlError | None = None

    @property
    def is_answered(self) -> bool:
        """Whether the portal itself answered that it does not have the product: an answer, not a failure."""
        return isinstance(self.failure, Refused)

    @property
    def note(self) -> str:
        """Sentence for the user of a refresh; empty if the product is fresh, or does not exist at the portal."""
        if self.failure is None or (self.is_answered and self.state == "absent"):
            return ""
        if self.state == "absent":
            result = "not in the snapshot"
        else:
            since = f", stale since {self.stale_since[:10]}" if self.stale_since else ""
            result = f"last good values kept{since}"
        return f"{self.product.title}: {result}. {self.failure}"

    def as_data(self) -> dict[str, str]:
        """Return the product as an entry of catalog.json."""
        entry = {name: getattr(self, name) for name in ("state", "release", "period", "reason", "stale_since")}
        return {"title": self.product.title} | {name: value for name, value in entry.items() if value}
