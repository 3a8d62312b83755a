"""Queries of downloads: what clients of the World Bank's service write, and one sentence for everything else."""

from __future__ import annotations

from urllib.parse import quote

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.snapshot.store import Snapshot
from dashboard.tables import query
from dashboard.tables.columns import constant, measured, text, years
from dashboard.tables.query import Query, QueryError, parse
from dashboard.tables.registry import TABLES
from dashboard.tables.rows import most_recent, of_years, stacked
from dashboard.tables.table import Table

ISO3_OF = {"KE": "KEN", "UG": "UGA", "NA": "NAM"} | {code: code for code in ("KEN", "UGA", "NAM", "WLD")}
COUNTRY, MAP, COMPARE = TABLES["temperature"], TABLES["map"], TABLES["compare"]
CODES = sorted(ISO3_OF)


@pytest.mark.parametrize("written", ["KE", "ke", "KEN", "kEn", " KEN ", "KEN;", "KE,KEN"])
def test_a_country_is_read_by_iso2_and_iso3_in_any_case(written: str):
    assert parse(f"country={quote(written)}", COUNTRY, ISO3_OF) == Query("country=KEN")


@pytest.mark.parametrize("between", [";", ",", "~", ", "])
def test_a_list_of_countries_is_read_with_each_separator(between: str):
    assert parse(f"country={quote(between.join(['ke', 'UGA', 'na']))}", COUNTRY, ISO3_OF).countries == (
        "KEN",
        "UGA",
        "NAM",
    )
    assert parse(f"country={quote(between.join(['ke', 'UGA']))}", COMPARE, ISO3_OF).choices == "countries=KEN~UGA"
    assert parse(f"countries={quote(between.join(['ke', 'UGA']))}", COMPARE, ISO3_OF).choices == "countries=KEN~UGA"


def test_dates_counts_and_notes_are_read():
    assert parse("date=2000:2020", COUNTRY, ISO3_OF).years == (2000, 2020)
    assert parse("date=2015&mrv=5&notes=1", COUNTRY, ISO3_OF) == Query("", (), (2015, 2015), 5, True)
    assert parse("date=2015", MAP, ISO3_OF) == Query("year=2015")


def test_parameters_of_the_page_stay_as_they_are():
    assert (
        parse("view=rank&country=NAM&trend=1950-2000&log=0", MAP, ISO3_OF).choices
        == "view=rank&country=NAM&trend=1950-2000&log=0"
    )


@pytest.mark.parametrize("name", ["utm_source", "utm_x", "fbclid", "gclid", "_ga", "msclkid"])
def test_parameters_that_web_sites_add_are_ignored(name: str):
    assert parse(f"{name}=1&country=KE", COUNTRY, ISO3_OF) == Query("country=KEN")


REFUSED = {
    "contry=KE": "Unknown parameter “contry”. Known ones: country, baseline, trend, date, mrv, notes.",
    "format=json": "Unknown parameter “format”.",
    "date=2020:2000": "“2020:2000” is not a date: write date=2015 or date=2000:2020.",
    "date=2015-2020": "is not a date",
    "date=": "“” is not a date",
    "mrv=0": "“0” is not a number of most recent values: write mrv=5.",
    "mrv=-1": "is not a number",
    "mrv=٣": "is not a number",
    "notes=yes": "“yes” is neither 0 nor 1",
    "country=KEN;XX": "“XX”",
    "country=KEN;%00": "“%00” is not a country",
    "%00=1": "Unknown parameter “%00”.",
    f"country={'x' * 3000}": "more than 2,000 characters",
}


@pytest.mark.parametrize("asked", REFUSED)
def test_a_query_that_cannot_be_followed_is_refused_in_a_sentence(asked: str):
    with pytest.raises(QueryError) as refused:
        parse(asked, COUNTRY, ISO3_OF)
    assert REFUSED[asked] in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "name", "sentence"),
    [
        ("country=KE;UG", "map", "The table map has every country: country takes no list there."),
        ("date=2000:2010", "map", "The table map shows one year: write date=2015, or year=2015."),
        ("date=2000&year=2001", "map", "shows one year"),
        ("country=KE;UG&countries=KE", "compare", "Write one list of countries"),
    ],
)
def test_what_a_table_cannot_follow_is_refused(asked: str, name: str, sentence: str):
    with pytest.raises(QueryError, match=sentence.replace(".", r"\.")):
        parse(asked, TABLES[name], ISO3_OF)


@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=8), st.data())
def test_any_list_is_the_list_of_its_iso3_codes(codes: list[str], data: st.DataObject):
    written = codes[0]
    for code in codes[1:]:
        written += data.draw(st.sampled_from([";", ",", "~"])) + data.draw(st.sampled_from([code, code.lower()]))
    expected = tuple(dict.fromkeys(ISO3_OF[code] for code in codes))
    found = parse(f"country={written}", COUNTRY, ISO3_OF)
    assert found.countries == expected if len(expected) > 1 else found.choices == f"country={expected[0]}"


@given(
    st.dictionaries(
        st.sampled_from(["country", "date", "mrv", "notes", "countries", "year", "x"]) | st.text(max_size=9),
        st.text(max_size=30),
    )
)
def test_any_query_is_read_or_refused_in_one_short_sentence(given_parameters: dict[str, str]):
    asked = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in given_parameters.items())
    for table in (COUNTRY, MAP, COMPARE):
        found, sentence = Query(""), ""
        try:
            found = parse(asked, table, ISO3_OF)
        except QueryError as error:
            sentence = str(error)
        assert len(sentence) < 400
        assert len(sentence.splitlines()) <= 1
        assert found.years is None or found.years[0] <= found.years[1]
        assert found.most_recent is None or found.most_recent > 0


@given(st.integers(1000, 9999), st.integers(1000, 9999))
def test_any_two_years_in_order_are_a_date(first: int, last: int):
    if first <= last:
        assert parse(f"date={first}:{last}", COUNTRY, ISO3_OF).years == (first, last)
    else:
        with pytest.raises(QueryError):
            parse(f"date={first}:{last}", COUNTRY, ISO3_OF)


def of_place(iso3: str, first: int, values: list[float], note: str = "") -> Table:
    rows = len(values)
    columns = (
        constant("iso3", iso3, rows),
        constant("name", iso3.title(), rows),
        years(range(first, first + rows)),
        measured("value", "Value", "m", values),
    )
    return Table(iso3.lower(), f"Values, {iso3}", columns, ("temperature",), notes=(note,) if note else ())


def test_rows_of_years_and_most_recent_values_are_those_of_each_place():
    both = stacked([of_place("KEN", 2000, [1.0, 2.0, np.nan]), of_place("UGA", 1999, [3.0, 4.0])], "both")
    assert of_years(both, 2000, 2001).file_frame.to_dict("list") == {
        "iso3": ["KEN", "KEN", "UGA"],
        "name": ["Ken", "Ken", "Uga"],
        "year": [2000, 2001, 2000],
        "value": [1.0, 2.0, 4.0],
    }
    latest = most_recent(both, 1).file_frame  # a year without a value is not a most recent value
    assert latest[["iso3", "year", "value"]].to_dict("list") == {
        "iso3": ["KEN", "UGA"],
        "year": [2001, 2000],
        "value": [2.0, 4.0],
    }


def test_a_stack_has_all_columns_and_the_place_of_each_note():
    uganda = of_place("UGA", 2000, [3.0], "No trend.")
    more = Table(
        "u", uganda.title, (*uganda.columns, text("status", "Status", ["forecast"])), ("x",), notes=uganda.notes
    )
    both = stacked([of_place("KEN", 2000, [1.0]), more, Table("n", "Nothing", (), ("temperature",))], "s" * 200)
    assert both.file_frame.iso3.tolist() == ["KEN", "UGA"]
    assert [None if pd.isna(one) else one for one in both.file_frame.status] == [None, "forecast"]
    assert both.notes == ("Uga: No trend.",)
    assert both.title == "Values, KEN; Values, UGA; Nothing"
    assert both.series == ("temperature", "x")
    assert len(both.slug) < 100


def asked_of(shipped: Snapshot, name: str, text: str) -> Table:
    return query.requested(parse(text, TABLES[name], query.iso3_by_code(shipped)), TABLES[name], shipped)[0]


def test_namibia_s_code_na_and_an_aggregate_are_found(shipped: Snapshot):
    codes = query.iso3_by_code(shipped)
    assert (codes["NA"], codes["NAM"], codes["WLD"], codes["1W"]) == ("NAM", "NAM", "WLD", "WLD")
    found = asked_of(shipped, "indicator", "country=na&indicator=SP.POP.TOTL&date=2000:2002").file_frame
    assert found.name.tolist() == ["Namibia"] * 3
    assert found.year.tolist() == [2000, 2001, 2002]


def test_a_list_of_countries_is_one_file(shipped: Snapshot):
    found = asked_of(shipped, "temperature", "country=KE,UGA&mrv=2&baseline=1991-2020").file_frame
    assert found.iso3.tolist() == ["KEN", "KEN", "UGA", "UGA"]
    assert found.year.tolist() == [2023, 2024, 2023, 2024]
    own = shipped.temperature[(shipped.temperature.iso3 == "UGA") & (shipped.temperature.year == 2024)]
    assert found.temperature_c.iloc[-1] == pytest.approx(own.temperature_c.iloc[0], abs=1e-4)


def test_years_of_a_table_without_years_are_refused(shipped: Snapshot):
    for asked in ("date=2000", "mrv=1"):
        with pytest.raises(QueryError, match="has no row for each year"):
            asked_of(shipped, "windows", asked)
    with pytest.raises(QueryError, match="has no row for each year"):
        asked_of(shipped, "rank", "mrv=3")
    with pytest.raises(QueryError, match="“ATLANTIS”"):
        asked_of(shipped, "temperature", "country=ATLANTIS")
