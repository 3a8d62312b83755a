"""The shipped snapshot with temperature and growth, as the model step would publish them."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from dashboard.snapshot.own import published
from dashboard.snapshot.store import Snapshot
from etl.contract.model import MODEL_TABLES
from etl.model import pipeline
from etl.model.growth import growth_tables
from etl.snapshot import model_state
from etl.snapshot.published import Published, open_published
from storage import open_folder
from storage.locations import data_folder


@cache
def tables() -> dict[str, pd.DataFrame]:
    """Return the two tables, fitted to the shipped figures."""
    published = open_published(open_folder(data_folder()))
    assert published is not None
    return growth_tables(published)


def publish(place: Path) -> None:
    """Publish both tables in a copy of the shipped data folder, beside the model's own."""
    folder = open_folder(str(place))
    with folder.lock():
        old = open_published(folder)
        assert old is not None
        model = {name: table for name, table in _model_tables(old).items() if name not in tables()}
        entry = {key: value for key, value in old.catalog["model"].items() if key != "files"}
        text = old.file(old.catalog["model"]["files"][model_state.FILE]).read_text("utf-8")
        pipeline._publish(folder, old, entry, model | tables(), SimpleNamespace(trees=SimpleNamespace(text=text)))


def _model_tables(old: Published) -> dict[str, pd.DataFrame]:
    return {table.name: old.table(table.name) for table in MODEL_TABLES}


def with_growth(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with both tables."""
    entries = snapshot.catalog["tables"] | {name: {"rows": len(table)} for name, table in tables().items()}
    catalog = snapshot.catalog | {"tables": entries}
    return dataclasses.replace(published(snapshot), catalog=catalog, model={**snapshot.model, **tables()})
