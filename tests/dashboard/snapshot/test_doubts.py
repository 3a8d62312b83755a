"""The three kinds of doubt about a record, shown in the same way on the map, in Rank, tables and sentences."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard import app
from dashboard.analysis import country as country_analysis
from dashboard.analysis import world_map as world_map_analysis
from dashboard.analysis.map_values import DISPUTED, THIN_RECORD, MapKey
from dashboard.analysis.rank import ranking
from dashboard.charts.map.notebook_map import columns
from dashboard.charts.svg.packed import pack_figures, pack_values
from dashboard.snapshot import doubts, queries
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.rank import rank_table
from dashboard.tables.world_map import map_table
from dashboard.text import country as country_text
from dashboard.text import rank as rank_text
from dashboard.text import world_map as world_map_text
from dashboard.text.numbers import with_minus
from dashboard.views.data import markup as data_markup
from dashboard.views.explore.notebook_map import legend
from dashboard.views.rank import table as rank_markup
from dashboard.views.rank.view import _columns

FILLED = "only the temperatures of 1901–1930 hardly vary, as if filled in where no station reported"
DIFFER = "CRU TS and ERA5 disagree: since 1960 their trends differ by -0.21 °C per decade (95 % CI -0.28 to -0.15)"
STEP = (
    "the record steps by +0.57 °C against the 8 nearest economies in 1951 (SNHT, p < 0.001), and its change differs "
    "from theirs by +0.63 °C"
)
KNOWN = {
    "KWT": (FILLED, "infilled"),
    "BOL": (DIFFER, "disagreement"),
    "DOM": (STEP, "step"),
    "COD": (f"{FILLED}; {DIFFER}", "infilled,disagreement"),
}


@pytest.fixture(scope="module")
def doubted(shipped: Snapshot) -> Snapshot:
    """The shipped snapshot with all three kinds of doubt, each of one country, and two kinds of another."""
    warming = shipped.warming.assign(doubt="", doubt_kind="")
    for iso3, (doubt, kind) in KNOWN.items():
        warming.loc[warming.iso3 == iso3, ["doubt", "doubt_kind"]] = doubt, kind
    return replace(shipped, warming=warming)


def marks(snapshot: Snapshot, key: MapKey) -> dict[str, int]:
    shown = world_map_analysis.map_values(snapshot, key)
    return dict(zip(shown.places.iso3, shown.marks.tolist(), strict=True))


def test_reasons_have_their_kinds_and_an_older_snapshot_knows_filled_in_years_only():
    assert doubts.reasons(*KNOWN["COD"]) == {"infilled": FILLED, "disagreement": DIFFER}
    assert doubts.reasons("the years hardly vary", "") == {"infilled": "the years hardly vary"}
    assert doubts.reasons(np.nan, np.nan) == doubts.reasons("", "") == {}
    old = pd.DataFrame({"iso3": ["KWT", "NOR"], "doubt": ["the years hardly vary", ""]})
    assert doubts.by_place(old) == {"KWT": {"infilled": "the years hardly vary"}}


def test_each_kind_has_its_mark_on_the_map(doubted):
    found = marks(doubted, MapKey("period_change"))
    assert {iso3: found[iso3] for iso3 in KNOWN} == {
        "KWT": THIN_RECORD,
        "BOL": DISPUTED,
        "DOM": DISPUTED,
        "COD": THIN_RECORD,
    }
    assert found["NOR"] == 0
    assert sum(mark in (THIN_RECORD, DISPUTED) for mark in found.values()) == len(KNOWN)


@pytest.mark.parametrize(
    ("key", "bolivia", "dominican"),
    [
        (MapKey("trend", trend_period=(1950, 2000)), DISPUTED, DISPUTED),
        (MapKey("trend", trend_period=(1960, 2000)), DISPUTED, 0),  # all of it after the step of 1951
        (MapKey("trend", trend_period=(1901, 1940)), 0, 0),  # before 1960, where nothing is compared, and the step
        (MapKey("trend_era5", trend_period=(1950, 2000)), DISPUTED, 0),  # the step is CRU TS's
    ],
)
def test_over_the_reader_s_years_a_doubt_counts_where_it_concerns_them(doubted, key, bolivia, dominican):
    found = marks(doubted, key)
    assert [found["BOL"] == DISPUTED, found["DOM"] == DISPUTED] == [bolivia == DISPUTED, dominican == DISPUTED]


def test_no_country_under_doubt_is_counted_as_warmed(doubted):
    rows = queries.measure(doubted.warming, "period_change")
    wording = world_map_text.warming_sentence(rows, {*KNOWN, "NOR", "BOL"})
    assert wording.startswith(
        "Temperature rose significantly in 1 of 5 countries. In 4, station data are insufficient, the sources disagree "
        "or the record has a step. The median change is +"
    )
    assert "fell" not in wording


def test_tooltip_and_legend_have_the_kinds_and_the_figures(doubted):
    shown = world_map_analysis.map_values(doubted, MapKey("period_change"))
    bolivia = shown.places.iso3.index("BOL")
    cells = columns(shown, 0)
    assert cells["hatch"][bolivia] == "disputed"
    assert cells["doubt"][bolivia] == f"Low confidence: {with_minus(DIFFER)}"
    assert cells["interval"][bolivia].endswith(
        "(sources disagree, or a step in the record); year-to-year variability only"
    )
    box = legend(shown, 0)
    for label in ("insufficient station data", "sources disagree, or a step in the record"):
        assert f"</i>{label}</li>" in box
    assert "thin record" not in box


def test_a_legend_names_only_the_marks_that_are_there(doubted):
    infilled_only = doubted.warming[doubted.warming.doubt_kind.isin(["", "infilled"])]
    box = legend(world_map_analysis.map_values(replace(doubted, warming=infilled_only), MapKey("period_change")), 0)
    assert "insufficient station data" in box
    assert "sources disagree" not in box
    shown = world_map_analysis.map_values(doubted, MapKey("indicator", "SP.POP.TOTL"))
    assert "insufficient" not in legend(shown, shown.row(shown.latest_year))


def test_rank_marks_and_counts_both_kinds(doubted):
    found = ranking(doubted, "period_change", "latest", ascending=False, region="", income="")
    wording = rank_text.notes(found)
    assert "2 (†, hatched) rely on infilled data; treat their ranks with caution." in wording
    assert "For 2 (‡, hatched) the sources disagree or the record has a step." in wording
    table = rank_markup.table(found)
    assert table.count("†</abbr>") == 2
    assert table.count("‡</abbr>") == 2
    assert 'title="the record steps by +0.57 °C' in table
    key = rank_markup.key(found)
    assert "insufficient station data †" in key
    assert "sources disagree, or a step in the record ‡" in key


def test_the_tables_have_reason_and_kind(doubted, selection_of):
    for table in (map_table(doubted, selection_of()), rank_table(doubted, selection_of())):
        own = table.frame.set_index("ISO code")
        assert own.loc["BOL", "Data quality"] == DIFFER
        assert own.loc["COD", "Kind of doubt"] == "insufficient station data, sources disagree"
        assert own.loc["DOM", "Kind of doubt"] == "the record has a step"
        assert own.loc["NOR", "Kind of doubt"] == ""
    chosen = selection_of(measure="trend", trend_period=(1950, 2000))
    own = map_table(doubted, chosen).frame.set_index("ISO code")
    assert own.loc["DOM", "Data quality"] == f"sources disagree, or a step in the record: {STEP}"


@pytest.fixture
def selection_of(doubted):
    def make(**chosen) -> Selection:
        selection = app.build().selection
        selection.param.update(**chosen)
        return selection

    return make


@pytest.mark.parametrize("iso3", KNOWN)
def test_a_country_under_doubt_neither_warmed_nor_cooled(doubted, iso3):
    key = country_analysis.CountryKey(iso3, (1961, 1990), (1975, 2024), "none", False)
    wording = country_text.headline(country_analysis.country_data(doubted, key))
    assert f"Low confidence: {with_minus(KNOWN[iso3][0])}." in wording
    assert "has warmed" not in wording
    assert "has cooled" not in wording
    assert " °C by CRU TS, 1995–2024 relative to 1901–1930 (" in wording


def test_the_browser_gets_the_words_of_the_marks_and_the_reasons(doubted):
    shown = world_map_analysis.map_values(doubted, MapKey("period_change"))
    head = _head(pack_values(shown, "figures"))
    assert head["meanings"] == [
        "",
        " (not significant)",
        " (insufficient station data)",
        " (sources disagree, or a step in the record)",
        " (projected)",
    ]
    assert "insufficient station data" in head["legend"]
    reasons = _head(pack_figures(shown))["doubts"]
    assert reasons[str(shown.places.iso3.index("DOM"))] == f"Low confidence: {STEP}"
    assert len(reasons) == len(KNOWN)


def _head(packed: bytes) -> dict:
    body = gzip.decompress(packed)
    return json.loads(body[4 : 4 + int.from_bytes(body[:4], "little")])


def test_bars_are_hatched_by_kind(doubted):
    found = ranking(doubted, "period_change", "latest", ascending=False, region="", income="")
    hatch = dict(zip(found.iso3, _columns(found)["hatch"], strict=True))
    assert (hatch["KWT"], hatch["BOL"], hatch["NOR"]) == ("right_diagonal_line", "vertical_line", "blank")


def test_on_the_page_a_minus_is_a_minus_and_in_files_a_hyphen(doubted, selection_of):
    assert with_minus(DIFFER).endswith("by −0.21 °C per decade (95 % CI −0.28 to −0.15)")
    assert with_minus("1995-2024, low-income, +0.57") == "1995-2024, low-income, +0.57"
    table = rank_table(doubted, selection_of())
    assert "-0.21" in table.frame.set_index("ISO code").loc["BOL", "Data quality"]
    shown = data_markup.table(table, "rank", "")
    assert "by −0.21 °C" in shown
    assert "-0.21" not in shown


def test_a_country_without_an_interval_has_no_rank(doubted):
    warming = doubted.warming.copy()
    is_costa_rica = (warming.iso3 == "CRI") & (warming.measure == "period_change")
    warming.loc[is_costa_rica, ["low95", "high95"]] = np.nan
    without = replace(doubted, warming=warming)
    key = country_analysis.CountryKey("CRI", (1961, 1990), (1975, 2024), "none", False)
    data = country_analysis.country_data(without, key)
    assert data.ranks == ()
    wording = country_text.headline(data)
    assert "confidence interval not available: too few independent years" in wording
    assert "ranks" not in wording
    assert "year-to-year variability only" not in wording
    kenya = country_analysis.country_data(without, key._replace(iso3="KEN"))
    assert kenya.ranks[0].ranked == 217
