"""`/revisions` and its feed, over a real socket: what the last refresh changed, and nothing that an attacker wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest
from tornado.httpclient import HTTPResponse

from dashboard.server import revisions as server
from dashboard.snapshot import revisions, store
from dashboard.snapshot.observations import Spread
from dashboard.snapshot.revisions import UNKNOWN
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.text import revisions as text
from etl.contract.tables import REVISION_COUNTS, REVISIONS
from tests.helpers.answers import answers_of

EARLIER, LATEST = "2026-11-20T08:00:00+00:00", "2026-11-28T08:00:00+00:00"
POPULATION, LIFE = "SP.POP.TOTL", "SP.DYN.LE00.IN"

COUNTS = [
    (POPULATION, EARLIER, "revised", 7, 0, None, None, None, "2025-10-01", "2026-01-28"),
    (POPULATION, LATEST, "revised", 2, 1, 217, 2024, 2025, "2026-01-28", "2026-10-01"),
    (LIFE, LATEST, "extended", 0, 0, 12, 2023, 2024, "2026-01-28", "2026-10-01"),
    ("EG.NEW.ZS", LATEST, "new", 0, 0, 434, None, 2024, "", "2026-10-01"),
    ("<b>LOST</b>", LATEST, "lost", 0, 90, 0, 2020, None, "2020-01-01", ""),
]
ENTRIES = [
    (POPULATION, "KEN", 2020, 50e6, 52e6, "2026-01-28", "2026-10-01", LATEST),
    (POPULATION, "NOR", 2020, 5e6, 15e6, "2026-01-28", "2026-10-01", LATEST),
    (POPULATION, "BRA", 2020, 200e6, None, "2026-01-28", "2026-10-01", LATEST),
]


def typed(rows: list[tuple], table) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=table.names)
    return frame.astype({column.name: column.dtype for column in table.columns})


@pytest.fixture
def changed(shipped: Snapshot) -> Snapshot:
    """The shipped figures with a ledger of two refreshes, and two earlier snapshots."""
    tables = {"revision_counts": typed(COUNTS, REVISION_COUNTS), "revisions": typed(ENTRIES, REVISIONS)}
    catalog = {
        **shipped.catalog,
        "tables": shipped.catalog["tables"] | {name: {} for name in tables},
        "vintages": [{"snapshot": "snapshot-2026-11-20-0123abcd", "published_at": EARLIER}],
    }
    return replace(shipped, catalog=catalog, model={**shipped.model, **tables})


@pytest.fixture
def asked(changed, monkeypatch) -> Callable[[str], HTTPResponse]:
    return answers_of(server.routes(), changed, monkeypatch)


def test_the_changes_of_the_latest_refresh_come_first(changed):
    latest, earlier = revisions.refreshes(changed)
    assert (latest.at, earlier.at) == (LATEST, EARLIER)
    assert text.summary(latest) == (
        "1 series revised (2 values changed, 1 withdrawn); 1 series extended by new values; 1 series new; 1 series no "
        "longer published; 2 series have a later latest year."
    )
    assert text.summary(earlier) == "1 series revised (7 values changed)."


def test_the_largest_revision_of_each_series_is_shown_with_both_values(changed):
    (largest,) = revisions.refreshes(changed)[0].largest
    # From 5 to 15 million is ten of twenty, from 50 to 52 two of 102; a hundredth of the spread is added to both.
    near_zero = largest.spread.range / 100
    assert largest.size == pytest.approx(10e6 / (20e6 + near_zero))
    assert (largest.place, text.change(largest)) == ("Norway", "×3")


SHARES = Spread(0.0, 20.0)
"""Of a series in percent: its interquartile range is 20."""
GROWTH = Spread(-30.0, 5.0)


@pytest.mark.parametrize(
    ("spread", "old", "new", "size"),
    [
        (SHARES, 0.0, 0.1, 0.1 / 0.3),
        (SHARES, 0.004, 0.044, 0.04 / 0.248),
        (SHARES, 20.0, 40.0, 20 / 60.2),
        (SHARES, 40.0, 0.0, 40 / 40.2),
        (GROWTH, -0.1, 0.1, 0.2 / 5.2),
        (GROWTH, 5.0, 9.0, 4 / 9),
        (UNKNOWN, 5.0, 15.0, 0.5),
        (UNKNOWN, 0.0, 0.0, 0.0),
    ],
)
def test_a_change_near_zero_is_small_beside_the_spread_of_its_series(changed, spread, old, new, size):
    (largest,) = revisions.refreshes(changed)[0].largest
    assert replace(largest, spread=spread, old_value=old, new_value=new).size == pytest.approx(size)


def test_the_spread_is_that_of_all_published_values(changed):
    (largest,) = revisions.refreshes(changed)[0].largest
    values = changed.values(POPULATION).value
    assert largest.spread.lowest == values.min()
    assert largest.spread.range == pytest.approx(values.quantile(0.75) - values.quantile(0.25))


def test_the_page_explains_the_order_of_revisions(asked):
    assert "Order: the difference relative to both values" in asked("/revisions").body.decode()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [(50, 52, "+4.0 %"), (52, 50, "−3.8 %"), (10, 5, "−50 %"), (0, 2, "from 0"), (-1, 2, "other sign"), (2, 24, "×12")],
)
def test_the_size_of_a_change_is_in_words(changed, old, new, words):
    (largest,) = revisions.refreshes(changed)[0].largest
    assert text.change(replace(largest, old_value=old, new_value=new)) == words


def test_the_page_has_every_kind_of_change_and_the_earlier_figures(asked):
    answer = asked("/revisions")
    body = answer.body.decode()
    assert (answer.code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    for heading in (
        "What changed with the last refresh",
        "Largest revision of each series",
        "New years",
        "New series",
        "Series no longer published",
        "Series revised",
        "Earlier refreshes",
        "Earlier figures",
    ):
        assert f">{heading}</h" in body
    assert '<a href=".?vintage=snapshot-2026-11-20-0123abcd">Figures as of 20 November 2026</a>' in body
    assert "28 November 2026: 1 series revised" in body
    assert "&lt;b&gt;LOST&lt;/b&gt;" in body
    assert "<b>LOST" not in body


def test_tables_are_bounded(asked, monkeypatch):
    monkeypatch.setattr(server, "MOST_SERIES", 1)
    assert "and 1 more." in asked("/revisions").body.decode()


def test_the_feed_has_an_entry_for_each_refresh(asked):
    answer = asked("/revisions.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(answer.body)
    entries = root.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}title") for entry in entries] == [
        "Figures of 28 November 2026",
        "Figures of 20 November 2026",
    ]
    assert [entry.findtext(f"{atom}updated") for entry in entries] == [LATEST, EARLIER]
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 2
    assert entries[1].findtext(f"{atom}summary") == "1 series revised (7 values changed)."
    assert root.find(f"{atom}link[@rel='self']").get("href").endswith("/revisions.atom")


def test_figures_without_a_ledger_have_not_changed(shipped):
    tables = {name: entry for name, entry in shipped.catalog["tables"].items() if name != "revision_counts"}
    older = replace(shipped, catalog={**shipped.catalog, "tables": tables})
    assert text.NO_CHANGES in server.page(older)
    assert f"<summary>{text.NO_CHANGES}</summary>" in server.feed(older, "http://host")


def test_without_figures_both_explain_why(asked, monkeypatch):
    def none() -> Snapshot:
        raise SnapshotError("There are no figures in data/ yet.")

    monkeypatch.setattr(store, "current", none)
    for path in ("/revisions", "/revisions.atom"):
        answer = asked(path)
        assert (answer.code, answer.body) == (503, b"There are no figures in data/ yet.\n")
