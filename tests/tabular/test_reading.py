"""A user's own table: files as people have them, and the sentence on those that cannot be used."""

from __future__ import annotations

import io
from csv import writer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabular import OwnTable, PlaceNames, TableError, delimited, read_text
from tabular.numbers import is_number, parser
from tabular.reading import title_and_unit
from tabular.years import year_of, year_of_label

PLACES = PlaceNames(
    [
        ("KEN", "KE", ["Kenya"]),
        ("NAM", "NA", ["Namibia"]),
        ("CIV", "CI", ["Cote d'Ivoire"]),
        ("COD", "CD", ["Congo, Dem. Rep."]),
        ("VCT", "VC", ["St. Vincent and the Grenadines"]),
        ("KOR", "KR", ["Korea, Rep."]),
        ("XKX", "XK", ["Kosovo"]),
        ("WLD", "1W", ["World"]),
        ("SSF", "ZG", ["Sub-Saharan Africa"]),
    ]
)
SIMPLE = "country,year,value\nKenya,2001,1.5\nNamibia,2002,-2\n"
KENYA_NAMIBIA = {("KEN", 2001): 1.5, ("NAM", 2002): -2.0}


def values(table: OwnTable) -> dict[tuple[str, int], float]:
    return dict(zip(zip(table.iso3, table.year, strict=True), table.value, strict=True))


def read(content: str | bytes, **options) -> OwnTable:
    return read_text(content.encode() if isinstance(content, str) else content, PLACES, **options)


@pytest.mark.parametrize(
    "content",
    [
        SIMPLE.encode(),
        SIMPLE.encode("utf-8-sig"),
        SIMPLE.encode("utf-16"),
        SIMPLE.encode("utf-16-le"),
        SIMPLE.encode("utf-16-be"),
        SIMPLE.encode("utf-32"),
        SIMPLE.replace("\n", "\r\n").encode(),
        SIMPLE.replace("\n", "\r").encode(),
        SIMPLE.replace(",", "\t").encode(),
        SIMPLE.replace(",", "|").encode(),
        SIMPLE.replace(",", ";").replace(".", ",").encode(),
        b"sep=;\r\n" + SIMPLE.replace(",", ";").encode(),
        SIMPLE.replace("-2", "\u22122").encode(),
        SIMPLE.replace("2001", "2001-12-31").replace("2002", "31.12.2002").encode(),
        SIMPLE.replace("2001", "2001.0").encode(),
        b"country,2001,2002\nKenya,1.5,..\nNamibia,,-2\n",
        b"iso2,name,YR2001,YR2002\nKE,,1.5,n/a\nNA,,NaN,-2\n",
        b"Entity,Code,Region,Year,Share (%)\nKenya,KEN,Sub-Saharan Africa,2001,1.5\n"
        b"Namibia,NAM,Sub-Saharan Africa,2002,-2\n",
        b'"Data Source","World Development Indicators",\n\n"Last Updated Date","2026-07-01",\n\n'
        b'"Country Name","Country Code","Indicator Name","Indicator Code","2001","2002",\n'
        b'"Kenya","KEN","Solar","SO","1.5","",\n"Namibia","NAM","Solar","SO","","-2",\n',
        b"Series Name,Country Name,Country Code,2001 [YR2001],2002 [YR2002]\nSolar,Kenya,KEN,1.5,..\n"
        b"Solar,Namibia,NAM,..,-2\n\nData from database: Solar\nLast Updated: 01/07/2026\n",
    ],
)
def test_one_table_reads_the_same_however_it_is_written(content: bytes):
    assert values(read(content)) == KENYA_NAMIBIA


def test_a_file_in_latin_1_with_decimal_commas():
    table = read("pays;année;valeur\nCôte d'Ivoire;2001;1.234,5\nKénya;2002;2\n".encode("latin-1"))
    assert values(table) == {("CIV", 2001): 1234.5, ("KEN", 2002): 2.0}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KEN", "KEN"),
        ("ken", "KEN"),
        ("KE", "KEN"),
        ("NA", "NAM"),
        ("Democratic Republic of the Congo", "COD"),
        ("Saint Vincent & the Grenadines", "VCT"),
        ("CÔTE D’IVOIRE", "CIV"),
        ("Ivory Coast", "CIV"),
        ("South Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("OWID_KOS", "XKX"),
        ("OWID_WRL", "WLD"),
        ("ke", None),
        ("Na", None),
        ("Korea", None),
        ("England", None),
        ("", None),
        ("–", None),
    ],
)
def test_places_by_codes_names_and_spellings(text: str, code: str | None):
    assert PLACES.find(text) == code


def test_names_and_codes_may_be_mixed_and_what_does_not_match_is_named_with_its_values():
    table = read(
        "place,year,x\nKEN,2001,1\nNA,2001,2\nIvory Coast,2001,3\nAtlantis,2001,4\nAtlantis,2002,5\nMu,2001,6\n"
    )
    assert values(table) == {("KEN", 2001): 1, ("CIV", 2001): 3}  # NA is a missing name beside names
    assert table.unmatched == {"Atlantis": 2, "NA": 1, "Mu": 1}
    assert "4 values left out, of places in no list: “Atlantis”, “NA”, “Mu”." in table.sentences


def test_what_was_read_is_summarised_in_sentences():
    table = read("Country,Year,Solar (kWh)\nKenya,1850,1\nKenya,2001,2\nKenya,2003,2\n")
    assert table.sentences == [
        "Places from “Country”, years from “Year”, values from “Solar (kWh)”.",
        "2 values of 1 place, 2001–2003.",
        "1 value left out, of years outside 1901–2100.",
    ]
    assert title_and_unit(table.heading) == ("Solar", "kWh")


HEAD = "country,year,value\n"
BAD = {
    "empty": ("", "The file is empty."),
    "blank": (" \n\n", "The file is empty."),
    "only a header": (HEAD, "The file has headings only, no row of values."),
    "markup": ("<!DOCTYPE html>\n<html><table>", "The file is a web page, not a table"),
    "xml": ("\ufeff<?xml version='1.0'?><a/>", "The file is a web page, not a table"),
    "excel": (b"PK\x03\x04abc", "The file is an Excel file or another zip archive"),
    "old excel or password": (b"\xd0\xcf\x11\xe0abc", "The file is an old Excel file, or one with a password"),
    "compressed": (b"\x1f\x8babc", "The file is a compressed file"),
    "binary": (b"a,b\n\x00\x01\x02\x03", "The file is not a text"),
    "one column": ("hello\nworld\n", "The file is not a table: it has one column"),
    "open quotation mark": (HEAD + 'Kenya,2001,"1\n', "its quotation marks do not match, or a cell is too long"),
    "repeated": (HEAD + "Kenya,2001,1\nKEN,2001,2\n", "Rows 2 and 3 both have a value of KEN in 2001; leave one value"),
    "several series": (
        "Country,Series,Year,Value\nKenya,A,2001,1\nKenya,B,2001,1\n",
        "they differ in “Series”: leave the rows of one series.",
    ),
    "months": (HEAD + "Kenya,2001-01,1\nKenya,2001-02,2\n", "both have a value of Kenya in 2001"),
    "formula": (
        HEAD + "Kenya,2001,=cmd|'/C calc'!A0\nKenya,2002,1\nKenya,2003,1\n",
        "Row 2: “=cmd|'/C calc'!A0” is a formula",
    ),
    "all formulas": (HEAD + "Kenya,2001,=1+1\n", "No column of values found: “=1+1” is not a number."),
    "text in values": (HEAD + "Kenya,2001,about 3\nKenya,2002,3\n", "Row 2: “about 3” is not a number."),
    "infinite": (HEAD + "Kenya,2001,1e999\n", "Row 2: “1e999” is not a number."),
    "two value columns": ("country,year,a,b\nKenya,2001,1,2\n", "More than one column has numbers: “a”, “b”"),
    "no such column": ("country,year,a,b\nKenya,2001,1,2\n", "No column is called “c”; there are “a”, “b”."),
    "two places a row": ("from,to,year,v\nKenya,Namibia,2001,1\n", "Row 2 names two places: “Kenya” (from) and"),
    "no country": (
        HEAD + "Atlantis,2001,1\n",
        "No column has names or ISO codes of countries; not in the list of them",
    ),
    "no year": ("country,value\nKenya,1\n", "No column of years found among “country”, “value”"),
    "a year in words": (HEAD + "Kenya,2001,1\nKenya,lately,1\n", "Row 3: “lately” is not a year."),
    "negative years": (HEAD + "Kenya,-500,1\nKenya,-501,1\n", "No value is of a year from 1901 to 2100."),
    "thousands or decimals": (
        "country;year;value\nKenya;2001;1,234\n",
        "“1,234” may be a thousand or a decimal fraction; write numbers without thousands separators.",
    ),
    "names of no country": (
        HEAD + "".join(f"Kenya {n},2001,1\n" for n in range(2_002)) + "Kenya,2001,1\nNamibia,2001,1\n",
        "No column has names or ISO codes of countries",
    ),
    "mostly names of no country": (
        HEAD + "Kenya,2001,1\n" + "".join(f"Kenya {n},2001,1\n" for n in range(2_001)),
        "More than 2,000 names are in no list of countries.",
    ),
    "no value": (HEAD + "Kenya,2001,..\n", "No column of values found: no cell is a number."),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_used_gets_one_sentence(kind: str):
    content, sentence = BAD[kind]
    with pytest.raises(TableError) as raised:
        read(content, value="c" if kind == "no such column" else None)
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)
    assert str(raised.value).endswith(".")


def test_a_table_with_too_many_cells_is_refused_while_it_is_read(monkeypatch):
    monkeypatch.setattr(delimited, "MOST_CELLS", 6)
    assert values(read("iso3,year,v\nKEN,2001,1\n")) == {("KEN", 2001): 1.0}
    with pytest.raises(TableError, match="more than 6 cells"):
        read(SIMPLE)


def test_the_owner_settles_what_the_file_leaves_open():
    assert values(read("country;year;value\nKenya;2001;1,234\n", decimal="comma")) == {("KEN", 2001): 1.234}
    assert values(read("country;year;value\nKenya;2001;1,234\n", decimal="point")) == {("KEN", 2001): 1234.0}
    assert values(read("country,year,a,b\nKenya,2001,1,2\n", value="B")) == {("KEN", 2001): 2.0}


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1.5", "point", 1.5),
        ("1,234,567.5", "point", 1234567.5),
        ("1 234", "point", 1234.0),
        ("1’234.5", "point", 1234.5),
        ("-1e-3", "point", -0.001),
        (".5", "point", 0.5),
        ("1,23", "point", None),
        ("0,123", "point", None),
        ("1.234.567,5", "comma", 1234567.5),
        ("1\u202f234,5", "comma", 1234.5),
        ("0,123", "comma", 0.123),
        ("1.5", "comma", None),
        ("0x10", "point", None),
        ("1_000", "point", None),
        ("inf", "point", None),
        ("１２", "point", 12.0),
    ],
)
def test_numbers(text: str, decimal, number: float | None):
    assert parser(decimal)(text) == number


def test_years():
    assert [year_of(text) for text in ("2001", "2001.0", "YR2001", "12/31/2001", "2001-06")] == [2001] * 5
    assert [year_of(text) for text in ("", "20", "Kenya", "2001-02-03T04:05:06Z", "-500")] == [
        None,
        20,
        None,
        2001,
        -500,
    ]
    assert [year_of_label(text) for text in ("2001", "X2001", "1234", "1499", "value", "2001 [YR2001]")] == [
        2001, 2001, None, None, None, 2001,
    ]  # fmt: skip


NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).map(lambda number: round(number, 4))
KEYS = st.tuples(st.sampled_from(["KEN", "NAM", "CIV", "WLD"]), st.integers(1901, 2100))


@given(st.dictionaries(KEYS, NUMBERS, min_size=1), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_any_table_written_is_read_back(written: dict, delimiter: str, wide: bool):
    out = io.StringIO()
    lines = writer(out, delimiter=delimiter)
    if wide:
        years = sorted({year for _, year in written})
        lines.writerow(["iso3", *years])
        for iso3 in sorted({iso3 for iso3, _ in written}):
            lines.writerow([iso3, *(repr(written[iso3, year]) if (iso3, year) in written else "" for year in years)])
    else:
        lines.writerow(["iso3", "year", "value"])
        lines.writerows([iso3, year, repr(number)] for (iso3, year), number in written.items())
    assert values(read(out.getvalue())) == written


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("country,year,value\n" + text).encode()))
def test_any_bytes_give_a_table_or_a_sentence(content: bytes):
    sentence = ""
    try:
        assert read(content).value
    except TableError as error:
        sentence = str(error)
    assert "\n" not in sentence


@given(st.text(max_size=20))
def test_a_number_in_any_text_is_finite_or_none(text: str):
    for decimal in ("point", "comma"):
        number = parser(decimal)(text)
        assert number is None or (is_number(text) and abs(number) < float("inf"))
