"""A visitor's page of other figures than the shipped ones, without a server."""

from __future__ import annotations

from unittest.mock import patch

from dashboard import app
from dashboard.snapshot import store
from dashboard.snapshot.store import Snapshot
from dashboard.views.page.page import Page


def page_of(snapshot: Snapshot, query: str = "") -> Page:
    """Return the page that a visitor of this snapshot gets for an address."""
    with patch.object(store, "current", return_value=snapshot):
        return app.new_page(query, "", "")
