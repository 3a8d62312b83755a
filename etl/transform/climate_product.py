"""The climate portal's products, each on its own: fetched, brought to our codes, or kept from the last refresh."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl.errors import EtlError, Refused
from etl.sources import cckp


@dataclass(frozen=True)
class ClimateProduct:
    """One product by our codes: fresh values, last good values kept, or none.

    `release` is its name ("CRU TS 4.09"), `period` its years, `stale_since` when kept values were last fresh and
    `reason` why they are not; `failure` is what went wrong now. `values` has iso3, year, month (of monthly ones) and
    value; no regions.
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
        """Whether the portal itself said that it does not hold the product: an answer, not a failure."""
        return isinstance(self.failure, Refused)

    @property
    def note(self) -> str:
        """What whoever runs a refresh is to know; empty where the product is fresh, or was never held."""
        if self.failure is None or (self.is_answered and self.state == "absent"):
            return ""
        kept = "last good values kept" + (f", stale since {self.stale_since[:10]}" if self.stale_since else "")
        return f"{self.product.title}: {'not in the snapshot' if self.state == 'absent' else kept}. {self.failure}"

    def as_data(self) -> dict[str, str]:
        """The product as it stands in catalog.json."""
        said = {name: getattr(self, name) for name in ("state", "release", "period", "reason", "stale_since")}
        return {"title": self.product.title} | {name: value for name, value in said.items() if value}
