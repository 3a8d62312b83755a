"""The Data view in a real browser: the table and its order, files over plain HTTP, links, citations."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Download, Page, expect

from dashboard.assets import bundle
from dashboard.views.data.markup import MOST_ABSENT
from tests.helpers.accessibility import axe_violations, looks
from tests.helpers.visitor import IDLE, heading, open_dashboard

pytestmark = pytest.mark.ui

DRAWN_MS = 20_000
CUT_MENUS = """() => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
  const pen = document.createElement("canvas").getContext("2d");
  const is_cut = (menu) => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(menu);
    pen.font = font;
    const text = menu.selectedOptions[0].text;
    return pen.measureText(text).width > menu.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  };
  return within(document.querySelector("#view-data .menus")).filter((one) => one.localName === "select")
    .filter((one) => one.checkVisibility() && is_cut(one)).map((menu) => menu.selectedOptions[0].text);
}"""
"""Texts of the menus above the table that are wider than their menu."""


def open_data(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_function(IDLE)
    expect(page.locator("#view-data caption").first).to_be_visible(timeout=DRAWN_MS)


def column(page: Page, at: int) -> list[str]:
    return page.locator(f"#view-data .figures tbody tr td:nth-child({at})").all_inner_texts()


def menus(page: Page) -> set[str]:
    """The labels of the visible menus of the table."""
    labels = page.locator("#view-data .menus label").all()
    return {label.inner_text() for label in labels if label.is_visible()}


def test_the_table_shows_the_figures_of_the_country_charts(watched: Page, server: str, shipped):
    open_data(watched, f"{server}?view=data&table=temperature&country=NOR")
    expect(watched.locator("#view-data caption").first).to_contain_text(
        "Annual mean temperature over land, Norway, 1901–2024"
    )
    own = shipped.temperature[shipped.temperature.iso3 == "NOR"].sort_values("year")
    assert column(watched, 1) == [str(year) for year in own.year]
    assert column(watched, 2) == [f"{value:.2f}".replace("-", "−") for value in own.temperature_c]
    assert menus(watched) == {"Table", "Country"}
    watched.locator("#view-data").get_by_label("Table", exact=True).select_option(label="Country: indicator by year")
    expect(watched.locator("#view-data .of-indicator")).to_be_visible()
    assert menus(watched) == {"Table", "Country", "Indicator"}


def test_the_table_can_be_read_before_any_library_is_loaded(page: Page, server: str):
    page.route(lambda url: bundle.libraries_url() in url, lambda route: route.abort())
    page.goto(f"{server}?view=data", wait_until="commit")
    expect(page.locator("#view-data caption").first).to_be_visible()
    expect(page.locator("#view-data .loading")).to_be_hidden()


def test_a_header_sorts_its_column_numerically_with_gaps_last(watched: Page, server: str):
    open_data(watched, f"{server}?view=data")
    button = watched.get_by_role("button", name="Temperature change since 1901–1930 (°C)", exact=True)
    button.click()
    head = watched.locator("th", has=button)
    expect(head).to_have_attribute("aria-sort", "ascending")
    shown = [value for value in column(watched, 5) if value]
    numbers = [float(value.replace("−", "-")) for value in shown]
    assert numbers == sorted(numbers)
    assert min(numbers) < 0
    assert column(watched, 5)[len(shown) :] == [""] * (len(column(watched, 5)) - len(shown))
    button.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert column(watched, 5)[0] == max(shown, key=lambda text: float(text.replace("−", "-")))


def test_a_region_filters_the_rows_and_the_page_names_it(watched: Page, server: str):
    open_data(watched, f"{server}?view=data")
    watched.get_by_label("Region", exact=True).select_option(label="South Asia")
    expect(watched).to_have_url(re.compile("region=SAS"))
    expect(watched.locator(".figures")).to_contain_text("Filter: region South Asia.")
    assert set(column(watched, 3)) == {"South Asia"}
    assert menus(watched) == {"Table", "Region", "Income group"}


def test_a_place_without_data_has_a_sentence_instead_of_a_table(watched: Page, server: str):
    watched.goto(f"{server}?view=data&table=temperature&country=ATA")
    expect(watched.locator(".empty")).to_contain_text("Antarctica: no values", timeout=DRAWN_MS)


def fetched(url: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers), refused.read()


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_the_downloaded_file_has_the_table(watched: Page, server: str):
    open_data(watched, f"{server}?view=data&table=indicator&country=NOR&indicator=SP.POP.TOTL")
    with watched.expect_download() as waiting:
        watched.locator(".figures").get_by_role("link", name="CSV", exact=True).click()
    assert re.fullmatch(r"sp-pop-totl-nor-\d{4}-\d\d-\d\d\.csv", waiting.value.suggested_filename)
    rows = pd.read_csv(io.BytesIO(saved(waiting.value)))
    assert list(rows.columns) == ["iso3", "name", "year", "series", "value", "unit", "status"]
    shown = [int(value.replace(",", "")) for value in column(watched, 2)]
    assert [round(value) for value in rows.value] == shown
    assert set(rows.unit) == {"people"}


def test_the_metadata_of_a_csv_can_be_downloaded_beside_it_or_inside_it(watched: Page, server: str, shipped):
    vintage = shipped.catalog["series"]["SP.POP.TOTL"]["vintage"]
    open_data(watched, f"{server}?view=data&table=indicator&country=NOR&indicator=SP.POP.TOTL")
    with watched.expect_download() as waiting:
        watched.locator(".figures").get_by_role("link", name="CSV metadata").click()
    assert re.fullmatch(r"sp-pop-totl-nor-\d{4}-\d\d-\d\d\.csv-metadata\.json", waiting.value.suggested_filename)
    about = json.loads(saved(waiting.value))
    assert f"vintage {vintage}" in about["dc:source"][0]
    status, headers, body = fetched(about["url"])
    assert (status, headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert body.decode("utf-8-sig").splitlines()[0].split(",") == [
        one["name"] for one in about["tableSchema"]["columns"]
    ]
    described = re.fullmatch(r'<(.*)>; rel="describedby"; type="application/csvm\+json"', headers["Link"])
    assert described is not None
    assert json.loads(fetched(described[1])[2])["url"] == about["url"]
    inside = fetched(f"{about['url']}&notes=1")[2].decode("utf-8-sig")
    for name in ("title", "sources", "snapshot", "link"):
        assert f"# {name}: " in inside
    assert f"vintage {vintage}" in inside


def shown_code(page: Page, of: str) -> str:
    """Open the code panel of a view, and return its code."""
    box = page.locator(f"details.code[data-view={of}]")
    if not box.evaluate("(box) => box.open"):
        box.locator("summary").click()
    expect(box.locator("pre")).to_contain_text("download/")
    return box.locator("pre").text_content()


def run(code: str) -> pd.DataFrame:
    """Run a Python snippet and return its `table`."""
    names: dict[str, object] = {}
    exec(code, names)
    return names["table"]


NUMBERS = """(rows) => rows.map((row) => [...row.cells].map((cell) =>
  "value" in cell.dataset ? (cell.dataset.value === "" ? null : Number(cell.dataset.value)) : cell.textContent))"""


@pytest.mark.parametrize(
    "query",
    [
        "table=temperature&country=NOR&baseline=1991-2020",
        "measure=trend&trend=1950-2000&region=SAS",
        "table=rank&rank=SP.POP.TOTL",
    ],
)
def test_the_python_snippet_reads_the_table_shown(watched: Page, server: str, query: str):
    open_data(watched, f"{server}?view=data&{query}")
    code = shown_code(watched, "data")
    read = run(code)
    address = re.search(r'address = "(.*)"', code)
    assert address is not None
    described = json.loads(fetched(address[1].replace(".csv", ".json", 1))[2])["columns"]
    assert list(read.columns) == [one["name"] for one in described]
    named = {one["title"]: one["name"] for one in described}
    shown = watched.locator("#view-data .figures table tbody tr").evaluate_all(NUMBERS)
    heads = watched.locator("#view-data .figures table thead th").all_inner_texts()
    assert set(heads) <= set(named)
    assert len(shown) == len(read) > 5
    for at, name in enumerate(named[head] for head in heads):
        column = [row[at] for row in shown]
        if pd.api.types.is_numeric_dtype(read[name]) and any(isinstance(value, float | int) for value in column):
            expected = [float("nan") if value is None else value for value in column]
            assert read[name].tolist() == pytest.approx(expected, rel=1e-8, abs=6e-5, nan_ok=True)
        else:
            assert read[name].fillna("").tolist() == [text.replace("−", "-") for text in column]


def test_code_snippets_are_on_every_view_and_follow_the_selection(watched: Page, server: str):
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_dashboard(watched, f"{server}?projection=robinson&theme=light")
    watched.locator("details.share[data-view=explore] > summary").click()
    whole = f'"{server}download/map.csv?measure=period_change&indicator='
    assert whole in shown_code(watched, "explore")
    box = watched.locator("details.code[data-view=explore]")
    box.get_by_label("Table").select_option(label="Country: temperature by year")
    watched.evaluate("() => window.app.address.go({ country: 'NOR' })")
    address = f"{server}download/temperature.csv?country=NOR&baseline=1961-1990&trend=1975-2024"
    expect(box.locator("pre")).to_contain_text(f'"{address}"')
    box.get_by_label("Language").select_option(label="R")
    expect(box.locator("pre")).to_contain_text(f'address <- "{address}"')
    box.get_by_label("Language").select_option(label="curl")
    box.get_by_role("button", name="Copy code").click()
    expect(watched.locator("#live")).to_have_text("Copied")
    copied = watched.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"curl --fail --remote-name --remote-header-name '{address}'\n"
    for view in ("compare", "relate", "rank", "drivers"):
        expect(watched.locator(f"details.share[data-view={view}] details.code")).to_have_count(1)


def test_a_quote_in_an_address_is_escaped_in_the_code_snippet(watched: Page, server: str):
    open_data(watched, f"{server}?view=data&table=temperature&country=%27%22%5C%24(ls)")
    code = shown_code(watched, "data")
    assert "country=%27%22%5C%24%28ls%29" in code
    compile(code, "code", "exec")


def test_parquet_has_its_provenance_in_the_schema(server: str):
    status, headers, body = fetched(f"{server}download/temperature.parquet?country=NOR&baseline=1991-2020")
    assert status == 200
    assert headers["Content-Type"] == "application/vnd.apache.parquet"
    table = pq.read_table(io.BytesIO(body))
    about = json.loads(table.schema.metadata[b"world_climate_and_development"])
    assert about["baseline"] == "1991–2020"
    assert "CRU TS" in about["sources"][0]
    assert "anomaly_c" in table.column_names
    titles = {column["name"]: (column["title"], column["unit"]) for column in about["columns"]}
    assert titles["anomaly_c"] == ("Difference from the mean of 1991–2020 (°C)", "°C")


def test_every_published_table_can_be_downloaded_as_it_is(server: str, root: Path):
    catalog = json.loads((root / "data/catalog.json").read_text("utf-8"))
    for name, entry in catalog["tables"].items():
        status, headers, body = fetched(f"{server}download/everything/{name}.parquet")
        assert (status, len(body)) == (200, entry["bytes"])
        assert name in headers["Content-Disposition"]


BAD = {
    "download/temperature.csv?country=ATLANTIS": (400, "“ATLANTIS”"),
    "download/map.csv?region=<script>": (400, "in this link is not a known region"),
    "download/map.csv?measure=%00": (400, "in this link is not a known measure"),
    "download/temperature.csv?baseline=1961-": (400, "in this link is not a known baseline"),
    "download/temperature.csv?contry=NOR": (400, "Unknown parameter “contry”. Known ones: country, baseline, trend"),
    "download/temperature.csv?country=KEN;XXX": (400, "“XXX”"),
    "download/map.csv?date=2000:2010": (400, "The table map shows one year"),
    "download/what-if.csv": (404, "Select a country of the model."),
    **{
        f"download/{name}?country=ATA": (404, f"The table {name.partition('.')[0]} has no rows for this choice (")
        for name in ("temperature.csv", "windows.json", "indicator.parquet", "future.csv", "months.csv-metadata.json")
    },
    "download/temperature.csv?country=NOR;KEN&date=1800:1850": (404, "The table temperature has no rows"),
    "download/atlantis.csv": (404, "There is no table of this name"),
    "download/atlantis.csv-metadata.json": (404, "There is no table of this name"),
    "download/map.exe": (404, "There is no table of this name"),
    "download/everything/atlantis.parquet": (404, "There is no table of this name"),
    "download/everything/..%2fcatalog.parquet": (404, "There is no page or file at this address."),
}


@pytest.mark.parametrize("address", BAD)
def test_an_invalid_download_address_is_refused_with_a_sentence(server: str, address: str):
    status, headers, body = fetched(server + address)
    expected, sentence = BAD[address]
    assert status == expected
    assert sentence in body.decode()
    assert "Traceback" not in body.decode()
    assert "<script>" not in body.decode() or headers["Content-Type"].startswith("text/plain")


def test_an_unchanged_snapshot_is_status_304_for_a_cache(server: str, shipped):
    url = f"{server}download/map.csv"
    _, headers, _ = fetched(url)
    assert headers["X-Snapshot"] == shipped.catalog["snapshot"]
    assert headers["Cache-Control"] == "public, no-cache"
    request = urllib.request.Request(url, headers={"If-None-Match": headers["Etag"]})
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(request, timeout=60)


def test_the_link_in_a_file_has_the_host_and_scheme_of_the_visitor(server: str):
    request = urllib.request.Request(
        f"{server}download/map.csv?region=SAS&notes=1", headers={"X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read().decode("utf-8-sig")
    link = next(line for line in text.splitlines() if line.startswith("# link: ")).removeprefix("# link: ")
    assert link.startswith(server.replace("http:", "https:") + "?")
    assert dict(parse_qsl(urlsplit(link).query))["region"] == "SAS"


def test_the_link_in_a_file_opens_the_view_that_draws_it(server: str):
    text = fetched(f"{server}download/rank.csv?rank=SP.POP.TOTL&notes=1")[2].decode("utf-8-sig")
    link = next(line for line in text.splitlines() if line.startswith("# link: "))
    assert dict(parse_qsl(link.partition("?")[2]))["view"] == "rank"


def test_a_copied_link_has_every_choice_and_restores_the_view(watched: Page, server: str):
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_dashboard(watched, f"{server}?country=MDV&indicator=SP.POP.TOTL")
    watched.locator("details.share[data-view=explore] > summary").click()
    watched.locator("details.share[data-view=explore]").get_by_role("button", name="Copy link to this view").click()
    expect(watched.locator("#live")).to_have_text("Link copied")
    link = watched.evaluate("() => navigator.clipboard.readText()")
    choices = dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))
    assert (choices["country"], choices["indicator"]) == ("MDV", "SP.POP.TOTL")
    assert {"view", "measure", "baseline", "trend", "year", "projection", "region", "income", "table"} <= set(choices)
    assert "theme" not in choices
    open_dashboard(watched, link)
    expect(heading(watched)).to_have_text("Maldives")
    expect(watched.locator(".country")).to_contain_text("Population in the Maldives")
    assert watched.locator(".notices .notice").count() == 0


def test_citations_name_publisher_vintage_date_and_link_and_can_be_copied(watched: Page, server: str, shipped):
    vintage = shipped.catalog["series"]["SP.POP.TOTL"]["vintage"]
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_data(watched, f"{server}?view=data&table=indicator&indicator=SP.POP.TOTL")
    cite = watched.locator(".cite")
    expect(cite).to_contain_text("World Bank. World Development Indicators: Population, total [SP.POP.TOTL].")
    expect(cite).to_contain_text(f"Vintage {vintage}. CC BY 4.0.")
    expect(cite).to_contain_text(f"{server}?view=data")
    cite.get_by_role("button", name="Copy BibTeX").click()
    expect(watched.locator("#live")).to_have_text("Copied")
    assert watched.evaluate("() => navigator.clipboard.readText()").startswith("@misc{worldbank_sp_pop_totl,")


def test_sources_name_absent_series_with_reasons_and_methods_are_explained(watched: Page, server: str, shipped):
    absent = {code: one for code, one in shipped.catalog["series"].items() if one["state"] == "absent"}
    held, featured = len(shipped.indicators), int((shipped.indicators.featured > 0).sum())
    listed = featured + min(len(absent), MOST_ABSENT)
    open_data(watched, f"{server}?view=data")
    papers = watched.locator(".papers")
    expect(papers).to_contain_text(f"{held} indicators available; {len(absent)} requested are missing.")
    papers.get_by_text(f"Featured and missing indicators: {listed} of {held + len(absent)}", exact=True).click()
    row = papers.locator("tr", has=watched.get_by_text(next(iter(absent)), exact=True))
    expect(row).to_contain_text("the mirror that these figures were read from lacks this series")
    methods, limits = watched.locator(".methods"), watched.locator(".limits")
    methods.locator("summary", has_text="Temperature change since 1901–1930").click()
    expect(methods).to_contain_text("degrees of freedom by Welch and Satterthwaite")
    expect(limits).to_contain_text("They express no opinion on the legal status")
    expect(limits).to_contain_text("Where stations are missing, CRU TS relaxes to climatology")


def test_links_to_files_leave_out_parameters_that_the_page_ignores(watched: Page, server: str):
    open_dashboard(watched, f"{server}?ref=elsewhere&country=NOR")
    take = watched.locator("details.download[data-view=explore]")
    take.locator("> summary").click()
    link = take.get_by_role("link", name="Country: temperature by year, as CSV").get_attribute("href")
    assert link == "download/temperature.csv?country=NOR"
    assert fetched(server + link)[0] == 200


def test_links_to_tables_and_files_follow_the_selection(watched: Page, server: str):
    open_dashboard(watched, server)
    take = watched.locator("details.download[data-view=explore]")
    take.locator("> summary").click()
    watched.evaluate("() => window.app.address.go({ country: 'NOR' })")
    expect(heading(watched)).to_have_text("Norway")
    csv_link = take.get_by_role("link", name="Country: temperature by year, as CSV")
    rows = list(csv.reader(fetched(server + csv_link.get_attribute("href"))[2].decode("utf-8-sig").splitlines()))
    assert {row[1] for row in rows[1:]} == {"Norway"}
    take.get_by_role("link", name="Country: temperature by year, as a table").click()
    expect(watched).to_have_url(f"{server}?view=data&country=NOR&table=temperature")
    expect(watched.locator("#view-data caption").first).to_contain_text("Norway", timeout=DRAWN_MS)


def test_axe_finds_no_violation_in_data_with_all_details_open(watched: Page, server: str):
    open_data(watched, f"{server}?view=data&country=NOR")
    watched.locator("#view-data details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    for look in looks(watched, (1400, 390)):
        assert watched.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), look
        assert watched.evaluate(CUT_MENUS) == [], look
    assert axe_violations(watched) == []  # in the other looks: test_accessibility.py, with a longer table


def test_axe_finds_no_violation_in_the_open_download_panel(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    watched.locator("details.share[data-view=explore] > summary").click()
    shown_code(watched, "explore")
    assert axe_violations(watched) == []
