"""A ranking: order, ranges of ranks, region and income, years; stripes; and the sentences of both."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dashboard.analysis.country import CountryKey, country_data
from dashboard.analysis.map_values import MapKey, rank_ranges
from dashboard.analysis.rank import Ranking, ranking
from dashboard.analysis.stripes import stripes
from dashboard.analysis.world_map import map_values
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from dashboard.text import rank


def ranked(snapshot: Snapshot, quantity: str, year: int | str = "latest", **chosen) -> Ranking:
    return ranking(snapshot, quantity, year, **{"ascending": False, "region": "", "income": "", **chosen})


def test_the_ranking_can_begin_with_the_most_or_the_least_warmed(shipped: Snapshot):
    down, up = ranked(shipped, "period_change"), ranked(shipped, "period_change", ascending=True)
    assert down.name[0] == "Mongolia"
    assert (np.diff(down.value) <= 0).all()
    assert (np.diff(up.value) >= 0).all()
    assert (down.ranks[0], up.ranks[0]) == (1, 1)
    assert up.iso3[0] == down.iso3[-1]


def test_a_place_lies_between_those_that_its_interval_leaves_open(shipped: Snapshot):
    found = ranked(shipped, "period_change")
    assert found.rank_ranges is not None
    sure = np.array([not doubt for doubt in found.doubt])
    inside = (found.rank_ranges[:, 0] <= found.ranks) & (found.ranks <= found.rank_ranges[:, 1])
    assert inside[sure].mean() > 0.95
    assert (found.rank_ranges[:, 1] - found.rank_ranges[:, 0])[sure].mean() > 20
    upside_down = ranked(shipped, "period_change", ascending=True)
    assert upside_down.rank_ranges is not None
    mongolia = upside_down.rank_ranges[upside_down.iso3.index("MNG")]
    assert tuple(mongolia) == tuple(218 - found.rank_ranges[0][::-1])
    # Explore and the map draw in the order of their own tables, and show the same range.
    in_rank = dict(zip(found.iso3, map(tuple, found.rank_ranges.tolist()), strict=True))
    on_map = map_values(shipped, MapKey("period_change"))
    of_map = dict(zip(on_map.places.iso3, map(tuple, rank_ranges(on_map).tolist()), strict=True))
    known = {iso3: ends for iso3, ends in in_rank.items() if ends != (1, 217)}  # the map has none without an interval
    assert {iso3: of_map[iso3] for iso3 in known} == known
    assert len(known) == 216
    for iso3 in ("KEN", "MAF", "NOR", "SXM"):
        in_the_world = country_data(shipped, CountryKey(iso3, (1961, 1990), (1975, 2024), "none", False)).ranks[0]
        assert (in_the_world.first, in_the_world.last) == in_rank[iso3]


def test_a_region_is_ranked_among_itself(shipped: Snapshot):
    found = ranked(shipped, "period_change", region="SAS")
    assert len(found.iso3) == 6
    assert sorted(found.ranks) == [1, 2, 3, 4, 5, 6]
    assert set(found.region) == {"South Asia"}
    assert found.rank_ranges is not None
    assert found.rank_ranges.max() == 6
    assert ranked(shipped, "period_change", region="NAC", income="LIC").iso3 == ()


def test_a_series_is_of_its_latest_well_covered_year_or_of_the_one_asked_for(shipped: Snapshot):
    found = ranked(shipped, "SP.DYN.LE00.IN", 1990)
    assert found.year == 1990
    assert found.rank_ranges is None
    values = shipped.values("SP.DYN.LE00.IN")
    japan = values[(values.iso3 == "JPN") & (values.year == 1990)].value.iloc[0]
    assert found.value[found.iso3.index("JPN")] == japan
    assert ranked(shipped, "SP.DYN.LE00.IN", 1901).year == found.years[0]
    gini = ranked(shipped, "SI.POV.GINI", 2018)
    assert gini.value_years is not None
    assert 2 <= np.unique(gini.value_years).size <= 7
    assert gini.missing + len(gini.iso3) == 217


def test_the_sentence_has_highest_lowest_own_rank_and_what_is_left_out(shipped: Snapshot):
    wording = rank.sentence(ranked(shipped, "period_change"), "NOR", False, "latest")
    assert wording.startswith("1995–2024 relative to 1901–1930. Of 217 countries, Mongolia is highest (+1.87) and ")
    assert re.search(r"Norway ranks 75 \(95 % range \d+–\d+; 1 = highest\) with \+1\.31\.", wording)
    assert "37 (†, hatched) rely on infilled data; treat their ranks with caution." in rank.notes(
        ranked(shipped, "period_change")
    )
    wording = rank.sentence(ranked(shipped, "SI.POV.GINI", 2018), "WLD", False, 2018)
    notes = rank.notes(ranked(shipped, "SI.POV.GINI", 2018))
    assert "use a value from up to 3 years away" in notes
    assert "more have no value" in notes
    beyond = rank.sentence(ranked(shipped, "SI.POV.GINI", 2050), "WLD", False, 2050)
    assert "There are no values for 2050; " in beyond
    nobody = rank.sentence(ranked(shipped, "period_change", region="NAC", income="LIC"), "WLD", False, "latest")
    assert nobody == "No country in this selection has a value."


def test_years_of_emergence_are_years_and_open_intervals_leave_the_later_places_open(shipped: Snapshot):
    found = ranked(shipped, "emergence_year")
    wording = rank.sentence(found, "ARG", False, "latest")
    assert rank.heading(found).endswith(", 1901–2024")
    assert wording.startswith("Of 205 countries, Liberia is latest (2024) and ")
    assert "earliest (19" in wording
    assert rank.notes(found).endswith(" 12 more have not emerged by 2024.")
    liberia = found.iso3.index("LBR")
    assert rank.interval(found, liberia) == "2005 or later"
    assert rank.value(found, liberia) == "2024"
    assert found.rank_ranges is not None
    assert found.rank_ranges[liberia, 0] == 1
    assert found.rank_ranges[liberia, 1] < 100
    up = ranked(shipped, "emergence_year", ascending=True)
    assert up.rank_ranges is not None
    assert up.rank_ranges[up.iso3.index("LBR"), 1] == 205
    assert up.rank_ranges[up.iso3.index("LBR"), 0] > 105
    assert f"{rank.sentence(up, 'WLD', True, 'latest')}".count("is earliest") == 1


def made(names: list[str], values: list[float], doubt: list[dict[str, str]] | None = None, **others) -> Ranking:
    """Return a ranking of a series over these economies only."""
    n = len(names)
    nothing = np.full(n, np.nan)
    return Ranking(
        **{
            "quantity": Quantity("X", "Share", "%", "Economy"),
            "iso3": tuple(names),
            "name": tuple(names),
            "region": ("",) * n,
            "value": np.array(values),
            "low95": nothing,
            "high95": nothing,
            "doubt": tuple(doubt or [{}] * n),
            "ranks": np.arange(1, n + 1),
            "rank_ranges": None,
            "year": None,
            "value_years": None,
            "years": (),
            "latest_year": None,
            "missing": 0,
        }
        | others
    )


def test_a_single_economy_is_neither_highest_nor_lowest_and_equal_values_are_named_as_such():
    alone = made(["United States"], [36.7], [{"infilled": "thin"}], missing=1)
    assert rank.sentence(alone, "WLD", False, "latest") == "Only United States has a value (36.7)."
    assert rank.notes(alone) == (
        "1 (†, hatched) relies on infilled data; treat their ranks with caution. 1 more has no value."
    )
    alike = rank.sentence(made(["A", "B"], [5.0, 5.0]), "WLD", False, "latest")
    assert alike == "All 2 countries have the same value (5)."


def test_countries_that_share_an_end_of_the_ranking_are_counted():
    shared = rank.sentence(made(["A", "B", "C", "D"], [100.0, 100.0, 7.0, 5.0]), "WLD", False, "latest")
    assert shared == "Of 4 countries, 2 are highest (100) and D lowest (5)."
    both = rank.sentence(made(["A", "B", "C", "D"], [100.0, 100.0, 5.0, 5.0]), "WLD", False, "latest")
    assert both == "Of 4 countries, 2 are highest (100) and 2 lowest (5)."


def test_a_country_has_its_article_within_a_sentence_and_a_capital_before_one(shipped: Snapshot):
    wording = rank.sentence(ranked(shipped, "period_change"), "DOM", False, "latest")
    assert " The Dominican Republic ranks 2 (95 % range " in wording
    smallest = rank.sentence(ranked(shipped, "period_change", region="LCN"), "WLD", False, "latest")
    assert "the Dominican Republic is highest" in smallest


@pytest.mark.parametrize("baseline", [(1961, 1990), (1901, 1930)])
def test_stripes_are_anomalies_from_each_place_s_own_baseline(shipped: Snapshot, baseline: tuple[int, int]):
    found = stripes(shipped, baseline)
    inside = (found.years >= baseline[0]) & (found.years <= baseline[1])
    np.testing.assert_allclose(np.nanmean(found.anomaly_c[:, inside], axis=1), 0, atol=1e-5)
    rows = shipped.temperature[shipped.temperature.iso3 == "NOR"].set_index("year").temperature_c
    own = found.anomaly_c[found.iso3.index("NOR")]
    normal = rows.loc[baseline[0] : baseline[1]].mean()
    np.testing.assert_allclose(own[found.years == 2020], rows[2020] - normal, atol=1e-5)
    assert found.iso3[0] == ranked(shipped, "period_change").iso3[0]


def test_stripes_can_be_limited_to_some_economies(shipped: Snapshot):
    whole = stripes(shipped, (1961, 1990))
    some = whole.of({"NPL", "IND"})
    assert set(some.iso3) == {"NPL", "IND"}
    assert "of 2 countries, 1901–2024, each from its own 1961–1990 mean. All rows share one" in rank.stripes(
        some, (1961, 1990), ""
    )
    assert "No country" in rank.stripes(whole.of(set()), (1961, 1990), "")
