"""The page of one visitor without a browser: every view follows one selection, and no other visitor's."""

from __future__ import annotations

import gc
import shutil
import weakref
from html import escape
from types import SimpleNamespace

import panel as pn
import pytest
from bokeh.document import Document
from bokeh.events import Tap
from panel.io.document import init_doc
from panel.io.state import set_curdoc

from dashboard import app, config
from dashboard.snapshot import names
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.views.page.page import FaultPage, Page


@pytest.fixture
def visit(shipped: Snapshot) -> Page:
    return app.build()


def heading(visit: Page) -> str:
    return visit.opened["explore"].country.heading.object


def selected(visit: Page) -> list[str]:
    drawn = visit.opened["explore"].map.notebook.map
    return [drawn.iso3[row] for row in drawn.source.selected.indices]


def click(visit: Page, *iso3: str) -> None:
    """What Bokeh reports when the reader clicks where these countries lie."""
    drawn = visit.opened["explore"].map.notebook.map
    drawn.source.selected.indices = [drawn.iso3.index(code) for code in iso3]


def annual(visit: Page) -> list[float]:
    return list(visit.opened["explore"].country.temperature._chart.source("annual").data["temperature_c"])


def values(visit: Page) -> list[float]:
    return list(visit.opened["explore"].country.indicator._chart.source("values").data["value"])


def tap_the_sea(visit: Page) -> None:
    figure = visit.opened["explore"].map.notebook.map.figure
    figure._trigger_event(Tap(figure, x=0, y=0))


def test_the_page_opens_on_the_world(visit: Page):
    assert "<h2>World</h2>" in heading(visit)
    assert selected(visit) == []
    assert "The world’s land was 1.12 °C warmer" in visit.opened["explore"].country.headline


def test_a_click_changes_name_words_and_both_charts(visit: Page):
    before = annual(visit), values(visit)
    click(visit, "BRA")
    assert visit.selection.country == "BRA"
    assert "<h2>Brazil</h2>" in heading(visit)
    assert "Latin America &amp; Caribbean · Upper middle income" in heading(visit)
    assert annual(visit) != before[0]
    assert values(visit) != before[1]
    assert visit.opened["explore"].country_menu.value == "BRA"


def test_a_click_on_the_sea_selects_the_world(visit: Page):
    click(visit, "NOR")
    click(visit)
    assert visit.selection.country == "WLD"


def test_a_click_on_an_enclave_and_the_country_around_it_selects_the_enclave(visit: Page):
    click(visit, "ZAF", "LSO")
    assert (visit.selection.country, selected(visit)) == ("LSO", ["LSO"])


def test_the_menu_marks_the_country_on_the_map(visit: Page):
    visit.opened["explore"].country_menu.value = "MDV"
    assert selected(visit) == ["MDV"]


def test_a_region_has_charts_but_no_shape(visit: Page):
    click(visit, "NOR")
    visit.opened["explore"].country_menu.value = "SSF"
    assert selected(visit) == []
    assert "Sub-Saharan Africa" in heading(visit)
    assert "World Bank region" in heading(visit)


def test_another_indicator_leaves_the_temperature_unchanged(visit: Page):
    before = annual(visit), values(visit)
    visit.selection.indicator = "SP.POP.TOTL"
    assert annual(visit) == before[0]
    assert values(visit) != before[1]
    assert visit.opened["explore"].country.indicator.chart.title.text == "Population (people)"
    vintage = visit.snapshot.catalog["series"]["SP.POP.TOTL"]["vintage"]
    assert (
        f"World Development Indicators, CC BY 4.0, updated {vintage}"
        in visit.opened["explore"].country.indicator.source.object
    )


def test_an_area_without_indicator_values_has_a_sentence_and_no_chart(visit: Page):
    click(visit, "TWN")
    assert not visit.opened["explore"].country.indicator.chart.visible
    assert "No data on" in visit.opened["explore"].country.indicator.sentence.object
    click(visit, "BRA")
    assert visit.opened["explore"].country.indicator.chart.visible


def test_after_a_place_without_figures_the_next_country_is_complete(visit: Page):
    click(visit, "ATA")
    assert visit.opened["explore"].country.headline == (
        "There is no temperature series for Antarctica in this snapshot."
    )
    assert not visit.opened["explore"].country.temperature.chart.visible
    click(visit, "BRA")
    assert visit.opened["explore"].country.temperature.chart.visible
    assert len(annual(visit)) == 124


def test_two_visitors_have_separate_selections(shipped: Snapshot):
    first, second = app.build(), app.build()
    click(first, "NOR")
    first.selection.indicator = "SP.POP.TOTL"
    assert second.selection.choices() == second.selection.defaults
    assert selected(second) == []


def test_a_visit_changes_no_shared_figures(shipped: Snapshot, visit: Page):
    before = shipped.temperature.copy(), shipped.warming.copy()
    for iso3 in ("NOR", "BRA", "MDV", "TWN"):
        click(visit, iso3)
    assert shipped.temperature.equals(before[0])
    assert shipped.warming.equals(before[1])


def test_every_country_offered_can_be_shown(visit: Page):
    listed = visit.snapshot.countries.set_index("iso3")["name"]
    for country in visit.selection.param.country.objects:
        visit.selection.country = country
        assert escape(names.heading(country, listed[country])) in heading(visit)


def test_every_indicator_offered_can_be_shown(visit: Page):
    for row in visit.snapshot.indicators.to_dict("records"):
        visit.selection.indicator = row["id"]
        assert escape(row["title"]) in visit.opened["explore"].country.indicator.sentence.object


def test_a_tap_on_the_sea_selects_the_world_from_a_region_too(visit: Page):
    visit.opened["explore"].layout()  # as in a notebook; on the page the browser hears the tap
    visit.selection.country = "SSF"
    tap_the_sea(visit)
    assert visit.selection.country == "WLD"


def test_a_tap_on_a_country_does_not_select_the_world(visit: Page):
    click(visit, "BRA")
    tap_the_sea(visit)
    assert visit.selection.country == "BRA"


def test_markup_in_a_notice_is_escaped(visit: Page):
    visit.notify(["<img src=x onerror=alert(1)>"])
    assert "<img" not in visit.notice.object


def test_without_a_snapshot_the_page_names_the_command_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(config, "DATA_DIR", tmp_path)
    fault = app.build()
    assert isinstance(fault, FaultPage)
    assert "python -m etl refresh" in fault.message.object


def test_a_page_recovers_once_the_snapshot_is_there(monkeypatch, tmp_path, root):
    monkeypatch.setattr(config, "DATA_DIR", tmp_path / "data")
    assert isinstance(app.build(), FaultPage)
    shutil.copytree(root / "data", tmp_path / "data")
    assert isinstance(app.build(), Page)


def test_damaged_values_are_reported_in_place_of_the_chart(monkeypatch, visit: Page):
    def damaged(_snapshot: Snapshot, series: str) -> None:
        raise SnapshotError(f"The values of {series} are damaged.")

    monkeypatch.setattr("dashboard.snapshot.series.indicator", damaged)
    visit.selection.indicator = "SP.POP.TOTL"
    assert "The values of SP.POP.TOTL are damaged." in visit.opened["explore"].country.indicator.sentence.object
    assert not visit.opened["explore"].country.indicator.chart.visible


def test_an_unexpected_error_is_a_sentence_on_the_page_and_a_traceback_in_the_log(monkeypatch, caplog):
    monkeypatch.setattr(app, "Page", lambda *_: {}["secret detail"])
    fault = app.build()
    assert isinstance(fault, FaultPage)
    assert "secret" not in fault.message.object
    assert "secret detail" in caplog.text


def test_a_session_that_ends_leaves_no_page_in_memory():
    document = init_doc(Document())
    with set_curdoc(document):
        page = app.build()
        page.servable()
        page.selection.view = "data"  # opened later, by a step
    assert any(held is document for _, _, held, _ in pn.state._views.values())
    for callback in document.session_destroyed_callbacks:
        callback(SimpleNamespace(_document=document))
    assert not any(held is document for _, _, held, _ in pn.state._views.values())
    left = weakref.ref(document)
    document.models.destroy()
    del document, page, callback
    gc.collect()
    assert left() is None
