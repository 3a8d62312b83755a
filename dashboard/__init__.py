"""The dashboard: reads, draws and serves the published figures. It shares files with the ETL and never imports it.

`open_figures` is its public function for scripts and notebooks, `dashboard.app.build` the page as an object.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.snapshot.store import Snapshot

# Arrow's own memory pool keeps what has been read: 56 MB of a server's 334 (measured 2026-11, pyarrow 26); malloc gives
# it back. Arrow looks at this once, when it is first imported.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

__all__ = ["open_figures"]


def open_figures(place: str | Path | None = None) -> Snapshot:
    """Return the published figures: the tables as data frames, and each series of the World Bank by its code.

    `countries`, `indicators`, `temperature`, `warming` and `climate_normals` are attributes, `values(code)` gives the
    values of a series, `table(name)` any other published table, `catalog` the sources, vintages and columns with their
    units. The frames are shared: copy one before you change it.

        >>> figures = open_figures()
        >>> figures.temperature.query("iso3 == 'NOR' and year == 2020").temperature_c.item()
        3.45
        >>> list(figures.values("SP.POP.TOTL"))
        ['iso3', 'year', 'value']
        >>> "old_value" in figures.table("revisions")
        True

    Args:
        place: path of the data folder, or its address in an object store (`s3://bucket/folder`); without it, the folder
            that the dashboard itself reads.

    Raises:
        dashboard.snapshot.store.SnapshotError: there are no figures, they are damaged, or they follow another version
            of the contract; the sentence says what to do.
    """
    # Imported here: every import of a module of the dashboard runs this file, and geopandas takes a second.
    from dashboard.snapshot import store

    return store.current() if place is None else store.open_snapshot(place)
