"""Source of the projections in a line: publisher, models and years."""

from __future__ import annotations

from dashboard.snapshot.projections import REFERENCE
from dashboard.snapshot.store import Snapshot

MODELS = "CMIP6"
LAST_YEAR = 2100


def line(snapshot: Snapshot) -> str:
    """Return the line under a chart of projections only."""
    return f"Climate Change Knowledge Portal, {release(snapshot)}."


def release(snapshot: Snapshot) -> str:
    """Return models and years of the projections: "CMIP6, 2015–2100"."""
    portal = next((one for one in snapshot.catalog["sources"] if one["id"] == "cckp"), {"vintage": ""})
    parts = [part.strip() for part in portal["vintage"].split(";")]
    return next((part for part in parts if part.startswith(MODELS)), f"{MODELS}, {REFERENCE[0]}–{LAST_YEAR}")
