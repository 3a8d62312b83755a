"""Deferred updates: the upper half of the page is sent first; the rest follows, once, also after an error."""

from __future__ import annotations

import pytest
from bokeh.models import TextInput

from dashboard import app
from dashboard.snapshot.store import Snapshot
from dashboard.views.base import DeferredUpdates
from dashboard.views.page.page import Page


def test_outside_a_batch_an_update_runs_at_once() -> None:
    done = []
    DeferredUpdates()(lambda: done.append("it"))
    assert done == ["it"]


def test_updates_of_a_batch_run_once_at_its_end_in_their_order() -> None:
    deferred, done = DeferredUpdates(), []

    def second() -> None:
        done.append("second")

    with deferred.batch():
        deferred(second)
        deferred(lambda: done.append("third"))
        deferred(second)
        done.append("first")
    assert done == ["first", "second", "third"]
    deferred(second)
    assert done[3:] == ["second"]


def test_an_error_within_a_batch_leaves_no_update_deferred_for_ever() -> None:
    deferred, done = DeferredUpdates(), []
    with pytest.raises(ValueError, match="a fault"), deferred.batch():
        raise ValueError("a fault")
    deferred(lambda: done.append("it"))
    assert done == ["it"]


def test_a_country_from_the_address_reaches_the_temperature_first_and_then_the_rest(
    shipped: Snapshot, monkeypatch
) -> None:
    addresses: list[TextInput] = []
    follow = app._follow_url
    monkeypatch.setattr(app, "_follow_url", lambda address, page: (addresses.append(address), follow(address, page)))
    page = app.build()
    assert isinstance(page, Page)
    updated: list[str] = []
    country = page.opened["explore"].country  # type: ignore[attr-defined]
    texts = {"season": country.season.sentence, "indicator": country.indicator.sentence, "temperature": country.tiles}
    for name, text in texts.items():
        text.on_change = lambda name=name: updated.append(name)
    addresses[0].value = "?country=BRA"
    assert page.selection.country == "BRA"
    assert updated[0] == "temperature"
    assert sorted(updated[1:]) == ["indicator", "season"]
