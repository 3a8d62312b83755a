"""Tables of the static edition: CSV of every map and every place's temperatures, and the published snapshot itself.

A list of them is a page that opens from disk. The folder `data/` is a whole snapshot, catalog included: a dashboard
opens it as its own data folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dashboard.analysis.map_values import map_key
from dashboard.analysis.world_map import map_values
from dashboard.documents.static import maps
from dashboard.documents.static.folder import Files
from dashboard.documents.static.lists import Listed, list_page, place_names
from dashboard.snapshot import quantities
from dashboard.snapshot.codes import PROJECTED
from dashboard.snapshot.contract import MODEL_FILE
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.state.selection import Selection
from dashboard.tables import formats
from dashboard.tables.registry import TABLES
from storage import CATALOG


def write(files: Files, snapshot: Snapshot, live: str) -> None:
    """Write all tables, and their list.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    listed = {
        "Maps: every country, latest values": list(_maps(files, snapshot, live)),
        "Annual temperature of a place": list(_temperatures(files, snapshot, live)),
        "Published tables, as Parquet": list(_published(files, snapshot)),
    }
    files.write("tables/index.html", list_page(snapshot, "Tables and files", listed, live))


def _maps(files: Files, snapshot: Snapshot, live: str) -> Iterator[Listed]:
    named = quantities.quantities(snapshot)
    for name, selection in maps.choices(snapshot):
        _write(files, f"tables/map/{name}.csv", "map", snapshot, selection, live)
        about = named.get(name)
        title, unit = (about.title, about.unit) if about else (_title(snapshot, selection), "°C")
        yield Listed(title, " · ".join(part for part in (unit, name) if part), f"map/{name}.csv")


def _title(snapshot: Snapshot, selection: Selection) -> str:
    """Return the title of a choice that is no quantity of its own: the annual anomaly, or a projected change."""
    if selection.measure != PROJECTED:
        return "Annual temperature anomaly"
    shown = map_values(snapshot, map_key(selection))
    return f"{shown.title}, {shown.period}"


def _temperatures(files: Files, snapshot: Snapshot, live: str) -> Iterator[Listed]:
    known = set(snapshot.temperature.iso3)
    selection = new_selection(snapshot)
    for iso3, name in place_names(snapshot):
        if iso3 in known:
            selection.country = iso3
            _write(files, f"tables/temperature/{iso3}.csv", "temperature", snapshot, selection, live)
            yield Listed(name, iso3, f"temperature/{iso3}.csv")


def _published(files: Files, snapshot: Snapshot) -> Iterator[Listed]:
    """Write the snapshot's files and its catalog, without the earlier snapshots, which are not copied."""
    catalog = {name: entry for name, entry in snapshot.catalog.items() if name != "vintages"}
    files.write(f"data/{CATALOG}", json.dumps(catalog, ensure_ascii=False, indent=1) + "\n")
    yield Listed("Catalog of all tables", "sources, licences, columns, units, checksums", f"../data/{CATALOG}")
    for name, entry in catalog["tables"].items():
        files.write(f"data/{entry['file']}", snapshot.file(name).read_bytes())
        yield Listed(name.replace("_", " ").capitalize(), f"{entry.get('rows', 0):,} rows", f"../data/{entry['file']}")
    if snapshot.model_text:
        files.write(f"data/{catalog['model']['files'][MODEL_FILE]['file']}", snapshot.model_text)


def _write(files: Files, path: str, table: str, snapshot: Snapshot, selection: Selection, live: str) -> None:
    files.write(path, formats.as_csv(TABLES[table].make(snapshot, selection), snapshot, live))
