"""What the reader looks at first is told first; the rest is told too, once, also after a fault."""

from __future__ import annotations

import pytest
from bokeh.models import TextInput

from dashboard import app
from dashboard.snapshot.store import Snapshot
from dashboard.views.base import DeferredUpdates
from dashboard.views.page.page import Page


def test_an_act_is_done_at_once_where_nothing_goes_first() -> None:
    done = []
    DeferredUpdates()(lambda: done.append("it"))
    assert done == ["it"]


def test_acts_wait_for_what_goes_first_and_are_done_once_in_their_order() -> None:
    afterwards, done = DeferredUpdates(), []

    def second() -> None:
        done.append("second")

    with afterwards.told_first():
        afterwards(second)
        afterwards(lambda: done.append("third"))
        afterwards(second)
        done.append("first")
    assert done == ["first", "second", "third"]
    afterwards(second)
    assert done[3:] == ["second"]


def test_after_a_fault_nothing_is_put_off_for_ever() -> None:
    afterwards, done = DeferredUpdates(), []
    with pytest.raises(ValueError, match="a fault"), afterwards.told_first():
        raise ValueError("a fault")
    afterwards(lambda: done.append("it"))
    assert done == ["it"]


def test_an_address_s_country_reaches_temperature_first_and_then_the_rest(shipped: Snapshot, monkeypatch) -> None:
    addresses: list[TextInput] = []
    read = app._read
    monkeypatch.setattr(app, "_read", lambda address, page: (addresses.append(address), read(address, page))[1])
    page = app.build()
    assert isinstance(page, Page)
    told: list[str] = []
    country = page.made["explore"].country  # type: ignore[attr-defined]
    for name in ("season", "indicator", "temperature"):
        words = getattr(country, name).said.model
        words.on_change("text", lambda _attr, _old, _new, name=name: told.append(name))
    addresses[0].value = "?country=BRA"
    assert page.selection.country == "BRA"
    assert told[0] == "temperature"
    assert sorted(told[1:]) == ["indicator", "season"]
