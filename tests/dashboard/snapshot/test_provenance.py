"""Sources under charts: releases are read from the catalog's fields, or from the vintage without them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.snapshot import provenance
from dashboard.snapshot.store import Snapshot

PRODUCTS = {
    "cru_tas_annual": {"state": "fresh", "release": "CRU TS 4.10", "period": "1901–2025"},
    "era5_tas_annual": {"state": "absent", "reason": "no release"},
    "era5_tas_monthly": {"state": "fresh", "release": "ERA5", "period": "1950–2025"},
}


@pytest.mark.parametrize(
    ("is_era5", "release"), [(False, "CRU TS 4.10, 1901–2025"), (True, "ERA5, 1950–2025")], ids=["CRU TS", "ERA5"]
)
def test_the_release_of_a_data_set_is_that_of_its_products(shipped: Snapshot, is_era5: bool, release: str):
    newer = replace(shipped, catalog={**shipped.catalog, "climate": PRODUCTS})
    line = provenance.temperature_line(newer, is_era5=is_era5)
    assert line == f"Climate Change Knowledge Portal, {release}."


def test_without_products_the_line_has_the_vintage(shipped: Snapshot):
    older = replace(shipped, catalog={name: entry for name, entry in shipped.catalog.items() if name != "climate"})
    (climate,) = (source for source in shipped.catalog["sources"] if source["id"] == "cckp")
    assert provenance.temperature_line(older, is_era5=True).endswith(f", {climate['vintage']}.")
