"""The rule of the list for series besides its own: read, checked, and applied by a refresh."""

from __future__ import annotations

import pytest

from etl.errors import ListError
from etl.indicators.configured import Configured
from etl.indicators.shipped import Shipped, fetch_entries, shipped
from etl.sources.http import Fetcher
from tests.helpers.tiny_world import CONFIGURED, ServedSeries, values_everywhere

RULE = Shipped("2", "2026-07-13")
MORE, OLD = "SH.DYN.MORT", "SE.ADT.LITR.ZS"


@pytest.fixture
def more(world) -> None:
    """Give the tiny world two more series, one with a release of a year before."""
    world.series[MORE] = ServedSeries("Mortality (per 1,000)", values_everywhere(lambda n, y: 5.5 + n))
    world.series[OLD] = ServedSeries("Literacy (% of people)", values_everywhere(lambda n, y: 90.0 + n), releases=-365)


@pytest.fixture
def ship(refresh, world):
    """Refresh by the rule."""

    def run(**options):
        asked = fetch_entries(options.get("shipped", RULE), CONFIGURED, Fetcher(attempts=1), world.services.world_bank)
        return refresh(asked, configured=CONFIGURED, **{"shipped": RULE, **options})

    return run


def test_the_shipped_list_has_the_rule():
    rule = shipped()
    assert rule is not None
    assert (rule.source, rule.released_since) == ("2", "2025-01-01")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[shipped]\nsource = 2", "needs source and released_since"),
        ("[shipped]\nsource = 2\nreleased_since = 2025-01-01\nx = 1", "nothing else"),
        ('[shipped]\nsource = "WDI"\nreleased_since = 2025-01-01', "'WDI' is not the number of a database"),
        ("[shipped]\nsource = true\nreleased_since = 2025-01-01", "not the number of a database"),
        ('[shipped]\nsource = 2\nreleased_since = "2025"', "'2025' is not a day, such as 2025-01-01"),
        ("[shipped]\nsource = 2\nreleased_since = 2025-01-01T00:00:00", "is not a day"),
        ('[shipped]\nsource = 2\nreleased_since = 2025-01-01\nwithout = "A"', "is not a list of series codes"),
        ("shipped = 3", "needs source"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_in_a_sentence(tmp_path, text, fault):
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ListError, match=r"^mine\.toml: \[shipped\]") as refused:
        shipped(path)
    assert fault in str(refused.value)


def test_a_list_without_the_rule_has_its_own_series_only(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("topics = []", "utf-8")
    assert shipped(path) is None


def test_a_refresh_by_the_rule_brings_recent_releases_and_counts_the_older_ones(ship, more, tables):
    outcome = ship()
    rows = tables()["indicators"].set_index("id")
    assert list(rows.index) == [*(entry.code for entry in CONFIGURED), MORE]
    assert not rows.is_configured[MORE]
    assert OLD not in outcome.catalog["series"]
    assert outcome.catalog["shipped"] == {"source_id": "2", "released_since": "2026-07-13", "older": 1}
    assert outcome.exit_code == 0


def test_codes_of_the_list_and_those_without_are_not_asked_for_twice(world, more):
    rule = Shipped("2", "2026-07-13", without=(OLD,))
    entries = fetch_entries(rule, CONFIGURED, Fetcher(attempts=1), world.services.world_bank)
    assert [entry.code for entry in entries] == [*(entry.code for entry in CONFIGURED), MORE]
    assert [entry.released_since for entry in entries] == ["", "", "", "2026-07-13"]


def test_a_published_series_with_an_older_release_stays(ship, refresh, more, tables):
    old = Configured(OLD, "Education", "Literacy", is_configured=False)
    refresh([*CONFIGURED, old], configured=CONFIGURED)
    ship()
    assert OLD in set(tables()["indicators"].id)


def test_a_later_refresh_without_the_rule_keeps_its_series_and_its_words(ship, refresh, more, tables):
    ship()
    outcome = refresh(CONFIGURED)
    assert MORE in set(tables()["indicators"].id)
    assert outcome.catalog["shipped"]["older"] == 1
