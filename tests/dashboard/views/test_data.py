"""Data without a browser: made when first shown, follows every choice, reports what is missing."""

from __future__ import annotations

import pytest

from dashboard import app
from dashboard.snapshot.provenance import Source
from dashboard.snapshot.store import SnapshotError
from dashboard.views.data.view import Data
from dashboard.views.page.page import Page
from dashboard.views.widgets import series_facts


@pytest.fixture
def visit() -> Page:
    page = app.build()
    page.selection.view = "data"
    return page


def data(visit: Page) -> Data:
    view = visit.opened["data"]
    assert isinstance(view, Data)
    return view


def test_it_is_made_when_it_is_first_shown():
    page = app.build()
    assert "data" not in page.opened
    page.selection.view = "data"
    assert tuple(page.opened["data"].parts()) == Data.slots


def test_table_and_citation_follow_the_selection(visit: Page):
    visit.selection.param.update(table="indicator", country="NOR", indicator="SP.POP.TOTL")
    assert "Population, Norway, 1960–2024" in data(visit).table.object
    assert "[SP.POP.TOTL]" in data(visit).cite.object
    visit.selection.country = "BRA"
    assert "Population, Brazil, 1960–2024" in data(visit).table.object
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

    monkeypatch.setattr(type(visit.snapshot), "values", damaged)
    visit.selection.param.update(table="indicator", indicator="SP.POP.TOTL")
    assert "The values of SP.POP.TOTL are damaged." in data(visit).table.object
    assert data(visit).cite.object == ""


def test_every_series_has_definition_producer_and_corrections(visit: Page):
    papers = data(visit).papers.object
    assert "<summary>CO₂ emissions per person</summary>" in papers
    assert "Greenland, 1970–2003: 34 values left out." in papers
    assert papers.count("<dt>Definition</dt>") == len(visit.snapshot.indicators)
    assert "unchanged" not in papers


def test_texts_of_the_service_are_escaped():
    source = Source(
        "A.B", "T", "P", "D", "u", "CC", "2025", "https://x.example",
        definition="<b>bold</b> & so", producer="<script>", corrections=("<i>",),
    )  # fmt: skip
    said = series_facts.about(source)
    assert "<dd>&lt;b&gt;bold&lt;/b&gt; &amp; so</dd>" in said
    assert "<script>" not in said
    assert "<li>&lt;i&gt;</li>" in said
