"""Write the static edition of a snapshot: every file of it, deterministically, published at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from dashboard.assets import bundle, vendored
from dashboard.assets.binary import pack
from dashboard.documents.static import briefs, explore, maps, more, places, series, tables
from dashboard.documents.static.folder import MARK, Files, published
from dashboard.snapshot import search_index
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection, options_of

Report = Callable[[str], None]
"""Is called with a line on what is being written."""


def write(snapshot: Snapshot, out: Path, live: str, report: Report, *, has_pictures: bool = False) -> Files:
    """Write the edition to `out`, and return its sizes.

    Args:
        snapshot: the figures.
        out: a folder that is absent, empty, or an earlier edition.
        live: address of the live edition, for what needs a server; may be empty.
        report: is called for each part.
        has_pictures: whether each brief is written as PDF and PNG too, half a second a place.

    Raises:
        CannotWriteError: `out` is something else, or cannot be written.
        SnapshotError: the values of a series are damaged; then nothing is published.
    """
    with published(out) as files:
        figures = f"figures/{snapshot.catalog['snapshot']}"
        _write_figures(files, figures, snapshot, report)
        report("briefs, as PDF and PNG too" if has_pictures else "briefs")
        briefs.write(files, snapshot, live, has_pictures=has_pictures)
        report("tables")
        tables.write(files, snapshot, live)
        report("Explore")
        _write_explore(files, figures, snapshot, live)
        about = {"snapshot": snapshot.catalog["snapshot"], "live": live, "bytes": dict(sorted(files.sizes_b.items()))}
        files.write(MARK, json.dumps(about, indent=1) + "\n")
    return files


def _write_figures(files: Files, figures: str, snapshot: Snapshot, report: Report) -> None:
    """Write what Explore fetches: the map's choices, places and series."""
    choices = list(maps.choices(snapshot))
    report(f"{len(choices)} maps")
    for name, selection in choices:
        maps.write_values(files, figures, snapshot, name, selection)
    codes = list(options_of(snapshot).countries)
    report(f"{len(codes)} places")
    for iso3 in codes:
        files.write(places.address(figures, iso3), pack(places.content(snapshot, iso3), {}))
        files.write(more.address(figures, iso3), pack(more.content(snapshot, iso3), {}))
    listed = list(snapshot.indicators.id)
    report(f"{len(listed)} series")
    years = new_selection(snapshot).param.year.bounds
    for code in listed:
        files.write(series.address(figures, code), series.content(snapshot, code, codes, years))


def _write_explore(files: Files, figures: str, snapshot: Snapshot, live: str) -> None:
    selection = new_selection(snapshot)
    projections = maps.write_shapes(files, figures, snapshot)
    addresses = {
        "figures": figures,
        "live": live,
        "script": _named_by_content(files, "app/explore", bundle.static().encode()),
        "search_library": _named_by_content(files, "app/search", vendored.MINISEARCH.file.read_bytes()),
        "index": files.write_json(f"{figures}/search.json", _index(snapshot)),
    }
    state = maps.first_state(figures, projections, snapshot, selection)
    first = places.content(snapshot, selection.country)
    indicator = series.first(snapshot, selection.indicator, selection.country, selection.param.year.bounds)
    files.write("index.html", explore.page(snapshot, addresses, state, first, indicator))


def _index(snapshot: Snapshot) -> dict[str, object]:
    """Return the search index without series that are not among the figures: their reasons are in the live edition."""
    return {**json.loads(search_index.index(snapshot)), "absent": []}


def _named_by_content(files: Files, name: str, content: bytes) -> str:
    return files.write(f"{name}-{hashlib.sha256(content).hexdigest()[:12]}.js", content)
