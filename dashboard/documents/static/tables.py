"""Tables of the static edition: CSV of every map and every place's temperatures, and the published tables themselves.

A list of them is a page that opens from disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.documents.static import maps
from dashboard.documents.static.folder import Files
from dashboard.documents.static.lists import Listed, list_page, place_names
from dashboard.snapshot import quantities
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.state.selection import Selection
from dashboard.tables import formats
from dashboard.tables.registry import TABLES

LEFT_OUT = ("catalogue", "revisions")
"""Published tables that only a refresh needs: the World Bank's catalogue, and the ledger of revisions."""


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
        title, unit = (about.title, about.unit) if about else ("Annual temperature anomaly", "°C")
        yield Listed(title, " · ".join(part for part in (unit, name) if part), f"map/{name}.csv")


def _temperatures(files: Files, snapshot: Snapshot, live: str) -> Iterator[Listed]:
    known = set(snapshot.temperature.iso3)
    selection = new_selection(snapshot)
    for iso3, name in place_names(snapshot):
        if iso3 in known:
            selection.country = iso3
            _write(files, f"tables/temperature/{iso3}.csv", "temperature", snapshot, selection, live)
            yield Listed(name, iso3, f"temperature/{iso3}.csv")


def _published(files: Files, snapshot: Snapshot) -> Iterator[Listed]:
    for name, entry in snapshot.catalog["tables"].items():
        if name not in LEFT_OUT:
            source = snapshot.file(name)
            files.write(f"data/{source.name}", source.read_bytes())
            yield Listed(
                name.replace("_", " ").capitalize(), f"{entry.get('rows', 0):,} rows", f"../data/{source.name}"
            )


def _write(files: Files, path: str, table: str, snapshot: Snapshot, selection: Selection, live: str) -> None:
    files.write(path, formats.as_csv(TABLES[table].make(snapshot, selection), snapshot, live))
