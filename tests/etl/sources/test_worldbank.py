"""The Indicators API's recorded answers: every quirk becomes rows, a refusal, or an outage with its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.errors import ContractError, NoData, Refused, Unreachable
from etl.sources import worldbank
from etl.sources.answers import parse_page
from etl.sources.pages import parse_values

RECORDED = Path(__file__).parent / "recorded"
CODE = "EG.ELC.ACCS.ZS"
ADDRESS = worldbank.Address("http://wb", CODE)


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


class Pages:
    """Stub of the network: parses the bodies in turn, and again from the first."""

    def __init__(self, *bodies: bytes):
        self.bodies = list(bodies)
        self.urls: list[str] = []
        self.options: list[dict] = []

    def get(self, url, understand, **options):
        body = self.bodies[len(self.urls) % len(self.bodies)]
        self.urls.append(url)
        self.options.append(options)
        return understand(body)

    read_at = "2026-07-14T00:00:00+00:00"


def changed(name: str, *, header: dict | None = None, rows: list | None = None, row: dict | None = None) -> bytes:
    """Return a recorded answer with a changed header, other rows, or a changed first row."""
    answer = json.loads(recorded(name))
    answer[0] |= header or {}
    answer[1] = answer[1] if rows is None else rows
    answer[1][0] |= row or {}
    return json.dumps(answer).encode()


def rows_of(name: str) -> list[dict]:
    return json.loads(recorded(name))[1]


def test_two_pages_become_one_series_without_nulls():
    pages = Pages(recorded("values_page_1_of_2.json"), recorded("values_page_2_of_2.json"))
    answer = worldbank.fetch_series(pages, worldbank.Address("http://wb/v2", CODE))
    assert (answer.code, answer.last_updated) == (CODE, "2026-07-13")
    assert answer.rows.to_dict("split")["data"] == [
        ["ZH", "AFE", 2001, 21.5, ""],
        ["XD", "", 2001, 99.75, ""],
        ["NA", "NAM", 2001, 36.0, ""],
        ["XKX", "XKX", 2002, 100.0, ""],
    ]
    assert pages.urls == [
        f"http://wb/v2/country/all/indicator/{CODE}?format=json&per_page=32500&page={page}" for page in (1, 2)
    ]


def test_a_series_without_values_has_an_error_of_its_own():
    for fetch in (worldbank.fetch_series, worldbank.fetch_vintage):
        with pytest.raises(NoData, match="the service holds no values of this series"):
            fetch(Pages(recorded("no_values.json")), ADDRESS)


def test_a_series_of_nulls_only_has_no_values():
    nulls = changed(
        "values_page_1_of_2.json",
        header={"pages": 1, "total": 1},
        rows=[rows_of("values_page_1_of_2.json")[0] | {"value": None}],
    )
    with pytest.raises(NoData, match="the service holds no values of this series"):
        worldbank.fetch_series(Pages(nulls), ADDRESS)


def test_a_look_up_gives_date_and_total_in_one_row():
    pages = Pages(changed("values_page_1_of_2.json", header={"total": "5"}))
    assert worldbank.fetch_vintage(pages, ADDRESS) == worldbank.Vintage("2026-07-13", 5)
    assert pages.urls == [f"http://wb/country/all/indicator/{CODE}?format=json&per_page=1&page=1"]


def test_pages_that_change_while_read_are_read_again_from_the_first():
    first, second = recorded("values_page_1_of_2.json"), recorded("values_page_2_of_2.json")
    torn = changed("values_page_2_of_2.json", header={"lastupdated": "2026-07-14"})
    pages = Pages(first, torn, first, second)
    assert len(worldbank.fetch_series(pages, ADDRESS).rows) == 4
    assert [url[-1] for url in pages.urls] == ["1", "2", "1", "2"]


def test_pages_that_never_match_fail_after_three_attempts():
    pages = Pages(recorded("values_page_1_of_2.json"), recorded("no_values.json"))
    with pytest.raises(Unreachable, match="changed between page 1 and page 2"):
        worldbank.fetch_series(pages, ADDRESS)
    assert len(pages.urls) == 6


def test_header_numbers_may_be_strings():
    header, rows = parse_page(recorded("regions_with_string_numbers.json"))
    assert (int(header["total"]), len(rows)) == (1, 1)
    mixed = changed("values_page_1_of_2.json", header={"pages": "1", "total": "3"})
    assert len(worldbank.fetch_series(Pages(mixed), ADDRESS).rows) == 3


def test_the_list_of_economies_keeps_na_and_empty_fields_as_text():
    listed = worldbank.fetch_countries(Pages(recorded("countries.json")), "http://wb").set_index("id")
    assert listed.iso2Code["NAM"] == "NA"
    assert listed["region.id"].to_dict() == {"NAM": "SSF", "GIB": "ECS", "HIC": "NA", "WLD": "NA"}
    assert (listed.longitude["GIB"], listed.capitalCity["GIB"]) == ("", "")


def test_each_request_has_its_own_url():
    described, listed = Pages(recorded("description.json")), Pages(recorded("countries.json"))
    worldbank.fetch_description(described, "http://wb", CODE)
    worldbank.fetch_countries(listed, "http://wb")
    assert described.urls == [f"http://wb/indicator/{CODE}?format=json"]
    assert listed.urls == ["http://wb/country?format=json&per_page=500"]
    elsewhere = worldbank.Address("http://wb", CODE, "57").url(1, 3)
    assert elsewhere == f"http://wb/country/all/indicator/{CODE}?format=json&per_page=1&page=3&source=57"


def dated(last_updated: str, total: int = 1) -> bytes:
    return changed("values_page_1_of_2.json", header={"lastupdated": last_updated, "total": total})


def test_series_are_unchanged_if_the_latest_date_is_the_published_one():
    vintages = {"A": "2026-07-01", "B": "2026-07-13"}
    pages = Pages(dated("2026-07-13"))
    assert worldbank.fetch_unchanged(pages, "http://wb", vintages) == {"A", "B"}
    assert pages.urls == ["http://wb/country/WLD/indicator/A;B?format=json&source=2&per_page=1"]
    assert pages.options == [{"store": False}]
    assert worldbank.fetch_unchanged(Pages(dated("2026-07-14")), "http://wb", vintages) == set()
    assert worldbank.fetch_unchanged(Pages(dated("2026-07-13", total=0)), "http://wb", vintages) == set()


def test_series_are_looked_up_by_sixty_and_a_refusal_affects_only_its_batch():
    vintages = {f"S{number}": "2026-07-13" for number in range(121)}
    pages = Pages(dated("2026-07-13"), recorded("message_120.json"), dated("2026-07-13"))
    unchanged = worldbank.fetch_unchanged(pages, "http://wb", vintages)
    assert unchanged == {f"S{number}" for number in (*range(60), 120)}
    assert [url.count(";") + 1 for url in pages.urls] == [60, 60, 1]


def test_a_stored_page_is_used_in_the_first_attempt_if_its_vintage_matches():
    first, second = recorded("values_page_1_of_2.json"), recorded("values_page_2_of_2.json")
    torn = changed("values_page_2_of_2.json", header={"lastupdated": "2026-07-14"})
    pages = Pages(first, torn, first, second)
    worldbank.fetch_series(pages, ADDRESS, worldbank.Vintage("2026-07-13", 5))
    is_valid = [options["is_valid"] for options in pages.options]
    assert [is_valid[0](parse_values(body)) for body in (first, torn)] == [True, False]
    assert is_valid[2:] == [None, None]
    assert [options["fresh_for_s"] for options in pages.options] == [30 * 24 * 3600] * 2 + [0.0] * 2


def test_an_incomplete_list_of_economies_is_an_outage():
    half = changed("countries.json", header={"total": 296})
    with pytest.raises(Unreachable, match="has 4 rows of 296"):
        worldbank.fetch_countries(Pages(half), "http://wb")


def test_a_description_has_no_surrounding_blanks():
    found = worldbank.fetch_description(Pages(recorded("description.json")), "http://wb", CODE)
    assert found["name"] == "Access to electricity (% of population)"
    assert found["source"] == "World Development Indicators"
    assert found["organisation"] == "SDG 7.1.1 Electrification Dataset, World Bank (WB)"


def test_a_description_may_have_empty_fields_but_must_exist():
    bare = changed("description.json", row={"sourceNote": None, "sourceOrganization": ""})
    found = worldbank.fetch_description(Pages(bare), "http://wb", CODE)
    assert (found["note"], found["organisation"]) == ("", "")
    with pytest.raises(Refused, match=f"{CODE}: the service does not describe this series"):
        worldbank.fetch_description(Pages(recorded("no_values.json")), "http://wb", CODE)


def test_a_malformed_description_is_an_outage():
    odd = changed("description.json", row={"source": "WDI"})
    with pytest.raises(Unreachable, match=f"{CODE}: a description of another shape"):
        worldbank.fetch_description(Pages(odd), "http://wb", CODE)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("message_120.json", r"The provided parameter value is not valid \(message 120\)"),
        ("message_three_times.json", r"not valid \(message 120\)"),
        ("message_175.json", r"deleted or archived. \(message 175\)"),
        ("message_175_with_bom.xml", "deleted or archived"),
    ],
)
def test_messages_of_the_service_are_refusals(name, message):
    with pytest.raises(Refused, match=message):
        parse_page(recorded(name))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("maintenance.html", "begins with '<!DOCTYPE html>"),
        ("cut_off.json", "not the JSON expected"),
        ("not_a_number.json", "not the JSON expected"),
        ("climate_annual.json", "an answer of another shape"),
    ],
)
def test_a_malformed_body_is_an_outage(name, message):
    with pytest.raises(Unreachable, match=message):
        parse_page(recorded(name))


FIRST, SECOND = "values_page_1_of_2.json", "values_page_2_of_2.json"


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ([changed(FIRST, header={"pages": 1})], "3 rows came of 5 announced"),
        ([recorded(FIRST), changed(SECOND, rows=rows_of(SECOND)[:1])], "4 rows came of 5 announced"),
        ([recorded(FIRST), changed(SECOND, header={"lastupdated": "2026-07-14"})], "changed between page 1 and page 2"),
        ([recorded(FIRST), changed(SECOND, header={"total": 6})], "changed between page 1 and page 2"),
        ([recorded(FIRST), recorded("no_values.json")], "changed between page 1 and page 2"),
        ([recorded(FIRST), changed(SECOND, rows=rows_of(FIRST)[1:])], "more than one row for XD 2001"),
        (
            [changed(FIRST, header={"pages": 1, "total": 3}, row={"indicator": {"id": "SP.POP.TOTL"}})],
            "holds rows of SP.POP.TOTL",
        ),
        ([changed(FIRST, header={"pages": 1_000_000})], "1000000 pages cannot be right"),
        ([changed(FIRST, header={"pages": None})], "a header of another shape"),
        ([changed(FIRST, row={"value": "21.5"})], r"rows of another shape .*Expected `float \| null`, got `str`"),
        ([changed(FIRST, row={"value": True})], r"rows of another shape .*Expected `float \| null`, got `bool`"),
        ([changed(FIRST, row={"country": "NA"})], r"rows of another shape .*Expected `object \| null`, got `str`"),
        ([changed(FIRST, row={"indicator": None})], r"rows of another shape .*Expected `object`, got `null`"),
    ],
)
def test_inconsistent_or_malformed_pages_are_an_outage(pages, message):
    with pytest.raises(Unreachable, match=message):
        worldbank.fetch_series(Pages(*pages), ADDRESS)


@pytest.mark.parametrize("date", ["2001M07", "2001Q3", "20010", "²001", "MRV"])
def test_values_without_a_year_are_refused(date):
    body = changed(FIRST, header={"pages": 1, "total": 3}, row={"date": date})
    with pytest.raises(ContractError, match=f"not a yearly series; it has values for '{date}'"):
        worldbank.fetch_series(Pages(body), ADDRESS)


def test_codes_are_case_insensitive():
    body = changed(FIRST, header={"pages": 1, "total": 3}, row={"indicator": {"id": CODE.lower()}})
    assert len(worldbank.fetch_series(Pages(body), ADDRESS).rows) == 3
