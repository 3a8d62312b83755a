"""Country briefs: what they say, that they say what the page and the files say, and that they are small and safe."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from dashboard.analysis import profile
from dashboard.documents import html
from dashboard.documents.brief import NO_DATA, Brief, brief, codes
from dashboard.snapshot.quantities import quantities
from dashboard.state.options import new_selection
from dashboard.tables.country import indicator_table
from dashboard.text.numbers import amount
from tests.helpers.projected import projected, without_projections

LINKS = html.Links("../?country=KEN", "https://climate.example/country/KEN", "KEN", "https://climate.example/KEN.png")


class Reader(HTMLParser):
    """Notes the tags, and fails where one is closed that is not open."""

    EMPTY = frozenset({"meta", "link", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.append(tag)
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _: object) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_places_have_a_small_page_without_scripts(shipped):
    assert {"KEN", "WLD", "LIC", "SSF", "ESH"} < set(codes(shipped))
    sizes = {}
    for iso3 in codes(shipped)[::6]:
        page = html.page(brief(shipped, iso3), LINKS)
        assert "script" not in read(page).tags
        assert ">nan" not in page, iso3
        sizes[iso3] = len(page.encode())
    assert max(sizes.values()) < 100_000, max(sizes, key=lambda code: sizes[code])
    assert np.median(list(sizes.values())) < 40_000


def test_a_brief_has_the_figures_of_the_page_s_table(shipped):
    selection = new_selection(shipped)
    for row in brief(shipped, "KEN").rows:
        selection.param.update(country="KEN", indicator=row.code)
        table = indicator_table(shipped, selection).file_frame
        latest = table[table.value.notna() & table.status.ne("forecast")].iloc[-1]
        decimals = quantities(shipped)[row.code].decimals
        assert (row.value, row.year) == (amount(latest.value, decimals), str(latest.year))


def test_rank_and_peers_are_those_of_the_ranking(shipped):
    found = profile.entry(shipped, "KEN", "SP.DYN.LE00.IN")
    higher = (found.ranking.value > found.ranking.value[found.ranking.iso3.index("KEN")]).sum()
    assert (found.rank, found.ranked) == (higher + 1, len(found.ranking.iso3))
    assert profile.peers(shipped, "KEN") == ("SSF", "LMC")
    values = shipped.values("SP.DYN.LE00.IN")
    region = values[(values.iso3 == "SSF") & (values.year == found.peers["SSF"].year)].value.item()
    assert found.peers["SSF"].value == pytest.approx(region)


def test_a_total_has_no_peers_and_a_missing_value_is_reported(shipped):
    rows = {row.code: row for row in brief(shipped, "TUV").rows}
    assert rows["SP.POP.TOTL"].peers == ("", "")
    assert (rows["EN.GHG.CO2.PC.CE.AR5"].value, rows["EN.GHG.CO2.PC.CE.AR5"].rank) == (NO_DATA, "")


def test_the_finding_has_its_interval_and_its_doubt(shipped):
    page = html.page(brief(shipped, "TUV"), LINKS)
    assert "Low confidence" in page
    assert "95 % CI" in page
    assert "+0.36 °C†" in page


def test_a_grouping_has_figures_and_no_climate_and_an_area_has_neither(shipped):
    income, area = brief(shipped, "LIC"), brief(shipped, "ESH")
    assert (income.temperature, income.peers) == (None, ("World",))
    assert "no temperature series for this grouping" in html.page(income, LINKS)
    assert area.rows == ()
    assert "There are no World Bank indicators for Western Sahara" in html.page(area, LINKS)


def test_projections_are_quoted_with_scenario_and_range_where_there_are_any(shipped):
    said = brief(projected(shipped), "PHL").projection
    assert "Under SSP2-4.5, the Philippines is projected to be" in said
    assert "10th to 90th percentile" in said
    page = html.page(brief(projected(shipped), "PHL"), LINKS)
    assert said in page
    assert brief(without_projections(shipped), "PHL").projection == ""
    for part in (
        "observed 1901–2024, modelled to 2100",
        ">SSP5-8.5</span>",
        ">observed | modelled<",
        "CMIP6, 2015–2100.",
    ):
        assert part in page
        assert part not in html.page(brief(without_projections(shipped), "PHL"), LINKS)


def test_stripes_are_above_the_years_of_the_chart_to_2100(shipped):
    page = html.page(brief(projected(shipped), "PHL"), LINKS)
    # The chart has the years 1900 to 2101; a stripe is a unit wide, the first begins half a unit from the left.
    assert '<svg class="stripes" viewBox="-0.5 0 201 1"' in page


def test_text_is_escaped(shipped):
    hostile = replace(brief(shipped, "ESH"), heading="<b>&", line='"><script>')
    page = html.page(hostile, html.Links('"><script>alert(1)</script>'))
    assert "<script" not in page
    assert "&lt;b&gt;&amp;" in page


def test_links_that_are_not_given_are_left_out(shipped):
    page = html.page(brief(shipped, "ESH"), html.Links("../?country=ESH"))
    assert all(part not in page for part in ("canonical", "og:image", ".pdf"))
    assert isinstance(brief(shipped, "ESH"), Brief)
