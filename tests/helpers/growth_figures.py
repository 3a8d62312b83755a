"""The shipped snapshot with temperature and growth fitted by the model step, and as it was before it had them."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.snapshot.growth import CURVE, RESPONSE
from dashboard.snapshot.own import published
from dashboard.snapshot.store import Snapshot
from etl.model.growth import growth_tables
from etl.snapshot.published import open_published
from storage import CATALOG, open_folder
from storage.locations import data_folder


@cache
def tables() -> dict[str, pd.DataFrame]:
    """Return the two tables, fitted to the shipped figures."""
    published = open_published(open_folder(data_folder()))
    assert published is not None
    return growth_tables(published)


def remove(place: Path) -> None:
    """Make a copy of the shipped data folder one from before both tables were added."""
    path = place / CATALOG
    path.write_text(json.dumps(_without_tables(json.loads(path.read_text("utf-8")))), "utf-8")


def without_growth(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot as it was before both tables were added."""
    return dataclasses.replace(snapshot, catalog=_without_tables(snapshot.catalog))


def _without_tables(catalog: dict[str, Any]) -> dict[str, Any]:
    return catalog | {"tables": {k: v for k, v in catalog["tables"].items() if k not in (RESPONSE, CURVE)}}


def with_growth(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with both tables."""
    entries = snapshot.catalog["tables"] | {name: {"rows": len(table)} for name, table in tables().items()}
    catalog = snapshot.catalog | {"tables": entries}
    return dataclasses.replace(published(snapshot), catalog=catalog, model={**snapshot.model, **tables()})
