"""The search index as a file that the page's search fields fetch (dashboard/snapshot/search_index.py)."""

from __future__ import annotations

from dashboard.assets import file_store
from dashboard.snapshot import search_index
from dashboard.snapshot.store import Snapshot


def index_url(snapshot: Snapshot) -> str:
    """Return the URL of the search index, relative to the page."""
    return file_store.indexes.url(snapshot.catalog["snapshot"], lambda: search_index.index(snapshot).encode())
