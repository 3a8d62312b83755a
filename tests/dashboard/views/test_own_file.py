"""A visitor's own file: in every view of its session, in no other session, and gone with it."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass

import pytest

from dashboard.analysis.map_values import map_key
from dashboard.app import build
from dashboard.assets import file_store
from dashboard.snapshot import own, series
from dashboard.snapshot.caching import CACHES
from dashboard.snapshot.own import SnapshotWithOwn, TooManySeriesError, VisitorSnapshot
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.tables.registry import TABLES
from dashboard.views.explore import map_files
from dashboard.views.page import own_file
from dashboard.views.page.own_file import MOST_FILES, OwnFiles
from dashboard.views.page.page import Page
from dashboard.views.registry import VIEWS
from tabular import OwnTable, TableError

CODE = "OWN.SESSION1"
ZEBRAS = 4_321_987.25
"""A number that no published table has."""

HEADING = "Country,Year,Zebras (head)\n"


def zebras(snapshot: Snapshot, years: range = range(1990, 2020)) -> bytes:
    """Return a file with values for every economy, the first of them `ZEBRAS`."""
    countries = snapshot.countries
    codes = countries.iso3[countries.kind == "economy"]
    rows = [f"{code},{year},{ZEBRAS + n * 1000 + year - 1990}" for n, code in enumerate(codes) for year in years]
    return (HEADING + "\n".join(rows)).encode()


def add(page: Page, title: str = "") -> OwnTable:
    table = page.own_files.read(zebras(page.snapshot))
    page.own_files.show(table, title, "")
    return table


@pytest.fixture
def visit(shipped: Snapshot) -> Page:
    return build()


def see_everything(page: Page) -> None:
    """Show the own series in every view and table that shows a series."""
    selection = page.selection
    selection.param.update(
        country="KEN", countries=("KEN", "FRA"), compare_quantity=CODE, x=CODE, size=CODE, rank_by=CODE
    )
    for view in VIEWS:
        selection.view = view.name
    for base_year in (1995, None):
        selection.map_base_year = base_year
    selection.param.update(y=CODE, x="NY.GDP.PCAP.KD", compare_scale="index")
    for table in TABLES.values():
        table.make(page.snapshot, selection)
        selection.table = table.name


@dataclass
class Seen:
    """A session in which everything was shown; files and caches of published figures as they were before."""

    page: Page
    files: set
    caches: dict


@pytest.fixture(scope="module")
def seen(shipped: Snapshot) -> Seen:
    earlier = build()  # what everybody's figures give is cached already, whichever tests came before
    add(earlier)
    see_everything(earlier)
    page = build()
    add(page)
    files = set(file_store.files._names)
    caches = {function: one.cache_info().currsize for function, one in vars(shipped)[CACHES].items()}
    see_everything(page)
    return Seen(page, files, caches)


def test_a_file_is_selected_and_shown_with_a_sentence(visit):
    add(visit)
    assert (visit.selection.measure, visit.selection.indicator, visit.selection.view) == ("indicator", CODE, "explore")
    explore = visit.opened["explore"]
    assert "Zebras" in explore.map.title.object
    assert explore.map.shown.unit == "head"
    assert "“Zebras” is in this session only: a reload removes it." in visit.notice.object
    assert "6,510 values of 217 places, 1990–2019." in visit.notice.object
    row = visit.snapshot.indicators.set_index("id").loc[CODE]
    assert (row["first_year"], row["last_year"], row["default_year"], row["countries"]) == (1990, 2019, 2019, 217)
    assert row["source"] == "Own figures of this session, not the World Bank’s"


def test_every_view_and_table_shows_it(seen):
    page = seen.page
    page.selection.view = "rank"
    assert "Zebras" in page.opened["rank"].heading.object
    page.selection.param.update(table="rank", view="data")
    shown = page.opened["data"]
    assert f'data-value="{ZEBRAS + 216 * 1000 + 29}"' in shown.table.object
    assert "are in this session only: links do not contain them" in shown.table.object
    assert "download/" not in shown.table.object
    assert "Own figures. Own figures of this session, not the World Bank’s: Zebras (head)" in shown.cite.object
    assert "worldbank.org/indicator/OWN" not in shown.cite.object
    page.selection.table = "temperature"
    assert "download/temperature.csv" in shown.table.object


def test_another_visitor_has_none_of_it(visit, shipped):
    add(visit)
    other = build()
    assert CODE not in set(other.snapshot.indicators.id)
    assert other.snapshot.present is visit.snapshot.published
    chosen, ignored = url.decode(f"?indicator={CODE}&measure=indicator", other.selection)
    assert chosen["indicator"] != CODE
    assert any(CODE in sentence for sentence in ignored)
    assert CODE not in new_selection(visit.snapshot.published).param.indicator.objects
    with pytest.raises(KeyError):
        visit.snapshot.published.values(CODE)


def test_no_file_of_the_server_is_made_of_it(seen):
    assert CODE not in str(set(file_store.files._names) - seen.files)
    seen.page.selection.param.update(measure="indicator", indicator=CODE, view="explore")
    shown = seen.page.opened["explore"].map.shown
    with pytest.raises(KeyError):
        map_files.values_file(seen.page.snapshot, shown)
    name, files = map_files.own_values(shown)
    assert name.startswith("own:")
    assert len(files) == 2


def test_the_cache_of_published_figures_has_none_of_it(seen):
    published, present = seen.page.snapshot.published, seen.page.snapshot.present
    own_caches = vars(present)[CACHES]
    assert series.indicator(seen.page.snapshot, CODE) is series.indicator(seen.page.snapshot, CODE)
    assert len(own_caches) > 10
    for function in set(own_caches) & set(seen.caches):
        assert vars(published)[CACHES][function].cache_info().currsize == seen.caches[function]


def test_memory_is_freed_with_the_session(shipped):
    page = build()
    table = add(page)
    see_everything(page)
    present = page.snapshot.present
    assert isinstance(present, SnapshotWithOwn)
    gone = [weakref.ref(thing) for thing in (page, page.own_files, present, present.own[CODE], table)]
    gone.append(weakref.ref(series.indicator(page.snapshot, CODE)))
    gone.append(weakref.ref(page.opened["explore"].map.shown))
    key = page.own_files.key
    assert own_file.of_key(key) is page.own_files
    del page, present, table
    gc.collect()
    assert [ref() for ref in gone] == [None] * len(gone)
    assert own_file.of_key(key) is None


def test_a_session_has_few_own_series_and_titles_that_differ(visit):
    for _ in range(own.MOST_SERIES):
        add(visit)
    titles = visit.snapshot.indicators.set_index("id").title
    assert titles[[f"OWN.SESSION{n}" for n in (1, 2, 3)]].tolist() == ["Zebras", "Zebras (2)", "Zebras (3)"]
    assert visit.selection.indicator == "OWN.SESSION5"
    visit.selection.indicator = CODE  # the first is still there
    with pytest.raises(TooManySeriesError, match="at most 5 series of its own"):
        add(visit)


def test_title_and_unit_are_the_visitors_or_the_headings(visit):
    table = visit.own_files.read(b"iso3,year,value\nKEN,2001,1\n")
    visit.own_files.show(table, "=cmd <b>Zebras</b>\n" + "x" * 100, "\u202ehead")
    row = visit.snapshot.indicators.set_index("id").loc[CODE]
    assert row["title"] == "cmd <b>Zebras</b> " + "x" * 62
    assert row["unit"] == "head"
    assert "<b>" not in visit.opened["explore"].map.title.object
    assert "<b>" not in visit.notice.object
    visit.own_files.show(table, "", "")
    row = visit.snapshot.indicators.set_index("id").loc["OWN.SESSION2"]
    assert (row["title"], row["unit"]) == ("My figures", "")


def test_later_years_can_be_selected(visit):
    table = visit.own_files.read(b"iso3,year,value\nKEN,2001,1\nKEN,2060,2\n")
    visit.own_files.show(table, "", "")
    visit.selection.year = 2060
    assert visit.opened["explore"].map.row == 59


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"iso3,year,value\nWLD,2001,1\n", "regions or groups only, none of a country"),
        (b"<html></html>", "The file is a web page"),
        (b"iso3,year,value\nTWN,2001,1\n", "not in the list of them: “TWN”"),
    ],
)
def test_a_bad_file_gets_one_sentence(visit, content, sentence):
    with pytest.raises(TableError, match=sentence):
        visit.own_files.read(content)
    assert visit.snapshot.present is visit.snapshot.published


def test_more_than_a_few_files_a_minute_are_refused(visit, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(own_file, "monotonic", lambda: clock[0])
    assert [visit.own_files.may_add() for _ in range(MOST_FILES + 1)] == [True] * MOST_FILES + [False]
    clock[0] += own_file.WITHIN_S
    assert visit.own_files.may_add()


def test_a_visitors_snapshot_is_the_published_one_until_a_file_is_added(shipped):
    visitor = VisitorSnapshot(shipped)
    assert visitor.present is shipped
    assert visitor.published is shipped
    assert visitor.indicators is shipped.indicators
    assert visitor.model_text is shipped.model_text
    assert visitor.table("warming") is shipped.warming
    assert repr(visitor) == repr(shipped)
    assert series.indicator(visitor, "SP.POP.TOTL") is series.indicator(shipped, "SP.POP.TOTL")
    assert not own.is_of_session(visitor, CODE)


def test_published_series_are_read_once_for_all(visit, shipped):
    add(visit)
    assert visit.snapshot.values("SP.POP.TOTL") is visit.snapshot.published.values("SP.POP.TOTL")
    assert visit.snapshot.indicators.dtypes.equals(visit.snapshot.published.indicators.dtypes)
    assert map_key(visit.selection).indicator == CODE
    assert isinstance(visit.own_files, OwnFiles)
    assert isinstance(own.published(visit.snapshot), Snapshot)
