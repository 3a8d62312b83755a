"""Status: what is fresh, stale, absent and waiting, in the order of sources, snapshot and list."""

from __future__ import annotations

import pandas as pd

from etl.indicators.configured import Configured
from etl.snapshot import status

CATALOG = {
    "sources": [
        {"id": "cckp", "title": "Climate", "state": "kept", "stale_since": "2026-01-02", "reason": "status 503"}
    ],
    "climate": {
        "rain": {"title": "Rain", "state": "fresh", "release": "CRU TS 4.09", "period": "1901–2024"},
        "snow": {"title": "Snow", "state": "absent", "reason": "no release"},
    },
    "series": {
        "B": {"state": "fresh", "title": "Bee", "vintage": "2026-07-13", "fetched_at": "f", "checked_at": "c"},
        "A": {"state": "absent", "title": "Ay", "reason": "the service holds no values"},
    },
}


def test_lines_list_sources_then_climate_then_published_then_waiting_series():
    listed = [Configured(code, "People", f"Title {code}") for code in ("A", "C", "B")]
    assert status.lines(CATALOG, listed) == [
        status.Line("cckp", "Climate", "kept", stale_since="2026-01-02", reason="status 503"),
        status.Line("rain", "Rain", "fresh", "CRU TS 4.09, 1901–2024"),
        status.Line("snow", "Snow", "absent", reason="no release"),
        status.Line("B", "Bee", "fresh", "2026-07-13", "f", "c"),
        status.Line("A", "Ay", "absent", reason="the service holds no values"),
        status.Line("C", "Title C", "waiting", reason="listed, but not yet refreshed"),
    ]


def test_members_of_groupings_are_a_line_with_those_left_out():
    entry = {
        "title": "Members",
        "state": "kept",
        "stale_since": "s",
        "reason": "r",
        "left_out": {"EUU": ["YUG", "SCG"]},
    }
    found = status.lines({**CATALOG, "groupings": entry}, [])
    assert found[1] == status.Line(
        "groupings", "Members", "kept", stale_since="s", reason="r", left_out="EUU: YUG, SCG"
    )


def test_the_sentence_distinguishes_an_offline_refresh():
    asked = {"published_at": "2026-07-13T10:00:00+00:00", "checked_at": "2026-07-14T11:30:00+00:00"}
    assert status.sentence(asked) == "Published 2026-07-13 10:00 UTC; services last asked 2026-07-14 11:30 UTC."
    offline = asked | {"published_at": "2026-07-15T10:00:00+00:00"}
    assert status.sentence(offline) == (
        "Published 2026-07-15 10:00 UTC, offline from the raw cache; services last asked 2026-07-14 11:30 UTC."
    )


def test_a_line_as_data_has_every_field():
    assert status.Line("B", "Bee", "fresh").as_data() == {
        "name": "B",
        "title": "Bee",
        "state": "fresh",
        "vintage": "",
        "fetched_at": "",
        "checked_at": "",
        "stale_since": "",
        "reason": "",
        "left_out": "",
        "doubts": 0,
        "database": "",
        "moved": "",
    }


def test_values_left_out_and_data_doubts_are_shown_with_their_series():
    doubts = pd.DataFrame(
        [
            ("B", "PER", 1977, 1977, "parts", "the parts of GDP add up to 179 % in 1977"),
            ("B", "KWT", 2010, 2024, "parts", "the parts of GDP add up to 116 % in 2020"),
        ],
        columns=["series", "iso3", "first_year", "last_year", "kind", "reason"],
    )
    series = {"B": {"state": "fresh", "title": "Bee", "left_out": ["1 value left out: ANT"]}}
    (line,) = status.lines({"sources": [], "climate": {}, "series": series}, [], doubts)
    assert line == status.Line("B", "Bee", "fresh", left_out="1 value left out: ANT", doubts=2)
    assert status.doubt_lines(doubts) == ["B: 2 x parts, such as KWT: the parts of GDP add up to 116 % in 2020"]
