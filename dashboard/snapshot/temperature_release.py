"""Release and years of the temperature data sets: CRU TS, ERA5."""

from __future__ import annotations

from dashboard.snapshot.codes import CLIMATE
from dashboard.snapshot.store import Snapshot


def of(snapshot: Snapshot, *, is_era5: bool) -> str:
    """Return release and years of one data set: "CRU TS 4.09, 1901–2024"; of all, if no product is listed."""
    start = "era5_tas" if is_era5 else "cru_tas"
    products = [entry for name, entry in snapshot.catalog.get("climate", {}).items() if name.startswith(start)]
    released = next((f"{one['release']}, {one['period']}" for one in products if one.get("release")), "")
    return released or next(one["vintage"] for one in snapshot.catalog["sources"] if one["id"] == CLIMATE)
