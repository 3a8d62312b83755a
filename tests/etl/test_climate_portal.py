"""The climate portal's answers as recorded, and which release of the figures is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import Refused, Unreachable
from etl.sources import cckp

RECORDED = Path(__file__).parent / "recorded"


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


class Portal:
    """Holds the table of some releases, and answers "nothing" for all others."""

    def __init__(self, *held: str):
        self.held = held
        self.asked: list[str] = []

    def get(self, url, understand):
        self.asked.append(url)
        name = "climate_annual.json" if url.split("/")[-2] in self.held else "climate_nothing_held.json"
        return understand(recorded(name))


NEWEST = "cru-x0.5_timeseries_tas_timeseries_annual_1901-2025_mean_historical_cru_ts4.10_mean"
BEFORE = "cru-x0.5_timeseries_tas_timeseries_annual_1901-2024_mean_historical_cru_ts4.09_mean"


def test_annual_values_come_rounded_and_without_gaps_as_rows():
    table = cckp.parse_temperature(recorded("climate_annual.json"))
    assert table.to_dict("split")["data"] == [
        ["AFG", 1901, 12.78],
        ["AFG", 1902, 13.02],
        ["KSV", 1901, 9.5],
        ["GGY", 1901, 21.36],
    ]


def test_nothing_held_is_an_empty_table():
    assert cckp.parse_temperature(recorded("climate_nothing_held.json")).empty


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (recorded("climate_monthly.json"), "'1901-01' where an annual stamp"),
        (recorded("climate_error.json"), "an answer of another shape"),
        (recorded("maintenance.html"), "not JSON"),
        (recorded("no_values.json"), "an answer of another shape"),
        (recorded("climate_annual.json")[:120], "not JSON"),
        (recorded("climate_annual.json").replace(b"13.02", b'"13.02"'), "AFG: a value of another shape"),
        (recorded("climate_annual.json").replace(b"null}", b"[]}"), "of another shape"),
        (recorded("climate_annual.json").replace(b'"BLM":null', b'"BLM":[1, 2]'), "BLM: "),
    ],
)
def test_any_other_body_is_an_outage(body, said):
    with pytest.raises(Unreachable, match=said):
        cckp.parse_temperature(body)


def test_the_newest_release_is_asked_for_first():
    portal = Portal(NEWEST, BEFORE)
    release, table = cckp.fetch_temperature(portal, "http://portal/v1", 2026)
    assert (release.last_year, release.version, len(table)) == (2025, "ts4.10", 4)
    assert portal.asked == [f"http://portal/v1/{NEWEST}/all_countries?_format=json"]


def test_the_release_before_is_taken_until_the_new_one_is_out():
    release, _ = cckp.fetch_temperature(Portal(BEFORE), "http://portal/v1", 2026)
    assert (release.last_year, release.version) == (2024, "ts4.09")


def test_a_clock_that_is_wrong_does_not_hide_the_release_known_today():
    release, _ = cckp.fetch_temperature(Portal(BEFORE), "http://portal/v1", 1999)
    assert release.last_year == 2024


def test_a_portal_without_any_release_is_said_so():
    with pytest.raises(Refused, match="no CRU TS release that ends between 2022 and 2025"):
        cckp.fetch_temperature(Portal(), "http://portal/v1", 2026)
