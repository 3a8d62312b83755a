"""Data without a browser: made when first shown, follows every choice, reports what is missing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard import app
from dashboard.snapshot import provenance
from dashboard.snapshot.provenance import Source
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state.options import new_selection
from dashboard.tables.registry import TABLES
from dashboard.text.markup import series_facts
from dashboard.views.data import markup
from dashboard.views.data.view import Data
from dashboard.views.page.page import Page


@pytest.fixture
def visit() -> Page:
    page = app.build()
    page.selection.view = "data"
    return page


def data(visit: Page) -> Data:
    view = visit.opened["data"]
    assert isinstance(view, Data)
    return view


def test_the_view_is_made_when_first_shown():
    page = app.build()
    assert "data" not in page.opened
    page.selection.view = "data"
    assert tuple(page.opened["data"].parts()) == Data.slots


def test_table_and_citation_follow_the_selection(visit: Page):
    visit.selection.param.update(table="indicator", country="NOR", indicator="SP.POP.TOTL")
    population = visit.snapshot.values("SP.POP.TOTL")
    last = population[population.iso3.isin(["NOR", "BRA"])].groupby("iso3").year.max()
    assert f"Population, Norway, 1960–{last.NOR}" in data(visit).table.object
    assert "[SP.POP.TOTL]" in data(visit).cite.object
    visit.selection.country = "BRA"
    assert f"Population, Brazil, 1960–{last.BRA}" in data(visit).table.object
    assert "country=BRA" in data(visit).table.object


def test_two_visitors_have_separate_tables(visit: Page):
    other = app.build()
    other.selection.param.update(view="data", country="NOR", table="temperature")
    visit.selection.param.update(country="BRA", table="temperature")
    assert "Norway" in other.opened["data"].table.object
    assert "Norway" not in data(visit).table.object


def test_damaged_values_are_reported_in_place_of_the_table(monkeypatch, visit: Page):
    def damaged(_self, series: str) -> None:
        raise SnapshotError(f"The values of {series} are damaged.")

    monkeypatch.setattr(type(visit.snapshot.present), "values", damaged)
    visit.selection.param.update(table="indicator", indicator="SP.POP.TOTL")
    assert "The values of SP.POP.TOTL are damaged." in data(visit).table.object
    assert data(visit).cite.object == ""


def test_every_series_has_definition_producer_and_corrections(visit: Page):
    papers = data(visit).papers.object
    assert "<summary>CO₂ emissions per person</summary>" in papers
    assert "Greenland, 1970–2003: 34 values left out." in papers
    indicators = visit.snapshot.indicators
    assert papers.count("<dt>Definition</dt>") == (indicators.featured > 0).sum()
    every = TABLES["series"].make(visit.snapshot.present, visit.selection).file_frame.set_index("series")
    assert every.loc[indicators.id, "definition"].str.len().min() > 0
    assert every.loc[indicators.id, "producer"].str.len().min() > 0
    corrections = re.findall("<dt>Corrections</dt><dd>(.*?)</dd>", papers)
    featured = [visit.snapshot.catalog["series"][code] for code in indicators.id[indicators.featured > 0]]
    assert [wording.startswith("none:") for wording in corrections[: len(featured)]] == [
        not entry.get("corrections") for entry in featured
    ]
    # A correction may leave a few values as they are, and says how many.
    assert "unchanged" not in re.sub(r"\d+ not from \d+ to \d+ left unchanged", "", " ".join(corrections))


def test_the_page_lists_the_featured_series_and_the_table_all(shipped: Snapshot):
    few = shipped.indicators.assign(featured=0)
    few.loc[few.id.isin(["SP.POP.TOTL", "NY.GDP.PCAP.KD"]), "featured"] = [1, 2]
    snapshot = replace(shipped, indicators=few)
    wording = markup.sources(snapshot)
    absent = [one for one in provenance.every_series(shipped) if one.state == provenance.ABSENT]
    shown, count = 2 + min(len(absent), markup.MOST_ABSENT), len(few) + len(absent)
    assert f"<summary>Featured and missing indicators: {shown} of {count:,}</summary>" in wording
    assert wording.count("<dt>Definition</dt>") == 2
    assert 'href="?view=data&amp;table=series"' in wording
    rows = TABLES["series"].make(snapshot, new_selection(snapshot)).frame
    assert len(rows) == count
    population = rows.set_index("Code").loc["SP.POP.TOTL"]
    assert (population["First year"], population.State) == (1960, "fresh")
    assert rows.Reason[rows.State == "absent"].str.len().min() > 0


def test_texts_of_the_service_are_escaped():
    source = Source(
        "A.B", "T", "P", "D", "u", "CC", "2025", "https://x.example",
        definition="<b>bold</b> & so", producer="<script>", corrections=("<i>",),
    )  # fmt: skip
    wording = series_facts.about(source)
    assert "<dd>&lt;b&gt;bold&lt;/b&gt; &amp; so</dd>" in wording
    assert "<script>" not in wording
    assert "<li>&lt;i&gt;</li>" in wording
