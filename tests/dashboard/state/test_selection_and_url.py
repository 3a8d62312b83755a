"""The selection and its form in an address: defaults, round trip, faults."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.snapshot.codes import SCENARIOS
from dashboard.state import url
from dashboard.state.selection import Options, Selection
from measures.anomaly import BASELINES

COUNTRIES = ["WLD", "NAM", "MDV", *(f"C{n:02d}" for n in range(20))]
INDICATORS = ["EN.GHG.CO2.PC.CE.AR5", "NY.GDP.PCAP.KD", "SP.POP.TOTL"]
MEASURES = ["period_change", "trend"]
VIEWS = ["explore", "compare", "rank"]
TABLES = ["map", "temperature"]
YEARS = st.integers(1901, 2024)
ANY_SERIES = st.sampled_from([*INDICATORS, *MEASURES])
EARLIER = "snapshot-2026-11-20-0123abcd"
DRIVERS = ["SP.POP.TOTL", "year"]
MOVED = st.floats(-1e9, 1e9).map(lambda value: float(f"{value:.12g}"))  # as an address holds it

CHOICES: dict[str, st.SearchStrategy] = {
    "view": st.sampled_from(VIEWS),
    "country": st.sampled_from(COUNTRIES),
    "indicator": st.sampled_from(INDICATORS),
    "measure": st.sampled_from([*MEASURES, "projected", "indicator"]),
    "baseline": st.sampled_from(BASELINES),
    "trend_period": st.integers(1901, 2010).flatmap(lambda y: st.tuples(st.just(y), st.integers(y + 14, 2024))),
    "year": st.just("latest") | YEARS,
    "projected_until": st.integers(2040, 2100),
    "map_base_year": st.none() | YEARS,
    "projection": st.sampled_from(["equal-earth", "robinson"]),
    "theme": st.sampled_from(["auto", "light", "dark"]),
    "embed": st.booleans(),
    "countries": st.lists(st.sampled_from(COUNTRIES), max_size=12, unique=True).map(tuple),
    "compare_scale": st.sampled_from(["absolute", "change", "index"]),
    "base_year": YEARS,
    "compare_years": st.none()
    | st.integers(1901, 2019).flatmap(lambda y: st.tuples(st.just(y), st.integers(y + 5, 2024))),
    "compare_log": st.booleans(),
    "compare_quantity": st.sampled_from(["temperature", "smooth", "EN.GHG.CO2.PC.CE.AR5"]),
    "independent_axes": st.booleans(),
    "reference_group": st.sampled_from(["zone", "region", "none"]),
    "era5": st.booleans(),
    "every_window": st.booleans(),
    "future": st.booleans(),
    "scenario": st.sampled_from(list(SCENARIOS)),
    "x": ANY_SERIES,
    "y": ANY_SERIES,
    "size": st.sampled_from(["", *INDICATORS]),
    "x_log": st.none() | st.booleans(),
    "y_log": st.none() | st.booleans(),
    "rank_by": ANY_SERIES,
    "rank_order": st.sampled_from(["descending", "ascending"]),
    "rank_tab": st.sampled_from(["bars", "table", "stripes"]),
    "driver": st.sampled_from(DRIVERS),
    "changes": st.lists(st.tuples(st.sampled_from(INDICATORS), MOVED), unique_by=lambda pair: pair[0]).map(tuple),
    "similar_by": st.sampled_from(["", "land-and-water"]),
    "region": st.sampled_from(["", "SSF", "SAS"]),
    "income": st.sampled_from(["", "HIC", "LIC"]),
    "table": st.sampled_from(TABLES),
    "vintage": st.sampled_from(["", EARLIER]),
}


def fresh() -> Selection:
    return Selection(
        Options(
            COUNTRIES,
            INDICATORS,
            views=VIEWS,
            measures=MEASURES,
            regions=["SSF", "SAS"],
            tables=TABLES,
            drivers=DRIVERS,
            movable=INDICATORS,
            topics=["land-and-water"],
            has_projections=True,
            vintages=[EARLIER],
        )
    )


def read(query: str) -> tuple[dict[str, Any], list[str]]:
    """Return the choices of an address that differ from the default, and the notices."""
    selection = fresh()
    chosen, ignored = url.decode(query, selection)
    return {name: value for name, value in chosen.items() if value != selection.defaults[name]}, ignored


def test_the_defaults_are_the_world_and_the_first_of_each_list():
    first = fresh()
    assert (first.view, first.country, first.indicator) == ("explore", "WLD", "EN.GHG.CO2.PC.CE.AR5")
    assert (first.measure, first.rank_by, first.y) == ("period_change",) * 3
    assert (first.trend_period, first.baseline, first.year) == ((1975, 2024), (1961, 1990), "latest")
    assert first.size == "SP.POP.TOTL"
    assert first.choices() == first.defaults


def test_two_selections_share_nothing():
    first = fresh()
    first.param.update(country="NAM", countries=("NAM",))
    Selection(Options(["WLD"], ["X.Y"], years=(1950, 2000)))
    assert fresh().choices() == fresh().defaults
    first.year = 2024  # still on offer here


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("country", "BRA"),
        ("view", "drivers"),
        ("year", 1900),
        ("year", True),
        ("compare_years", (2000, 2004)),
        ("compare_years", (1900, 2000)),
        ("compare_years", (2000,)),
        ("year", "last"),
        ("map_base_year", 1900),
        ("map_base_year", "latest"),
        ("trend_period", (2011, 2024)),
        ("trend_period", (1890, 1990)),
        ("trend_period", 1990),
        ("baseline", (1900, 1910)),
        ("countries", ("NAM", "NAM")),
        ("countries", ("BRA",)),
        ("countries", tuple(COUNTRIES[:13])),
        ("countries", ["NAM"]),
        ("base_year", 2030),
        ("size", "period_change"),
        ("region", "XXX"),
        ("driver", "A.B"),
        ("similar_by", "space"),
        ("changes", (("SP.POP.TOTL", float("nan")),)),
        ("changes", (("SP.POP.TOTL", 1.0), ("SP.POP.TOTL", 2.0))),
        ("changes", (("A.B", 1.0),)),
        ("changes", {"SP.POP.TOTL": 1.0}),
    ],
)
def test_values_that_are_not_offered_cannot_be_selected(name: str, value: Any):
    selection = fresh()
    assert not selection.offers(name, value)
    with pytest.raises(ValueError):  # noqa: PT011 (each kind says it in its own words)
        setattr(selection, name, value)


def test_a_later_figure_widens_the_years_but_not_the_trend():
    selection = Selection(Options(["WLD"], ["A.B"], years=(1901, 2024), latest_year=2025))
    assert selection.offers("year", 2025)
    assert selection.trend_period == (1975, 2024)
    assert not selection.offers("trend_period", (1975, 2025))


def test_every_choice_has_a_name_in_the_address():
    assert set(url.NAMES) == set(fresh().defaults)
    assert len({short for short, _ in url.NAMES.values()}) == len(url.NAMES)
    assert set(url.REPLACED) <= {short for short, _ in url.NAMES.values()}


def test_the_default_view_has_a_plain_address():
    assert url.encode(fresh()) == ""


def test_only_what_differs_from_the_default_is_written():
    selection = fresh()
    selection.param.update(view="compare", countries=("NAM", "MDV"), year=2015)
    assert url.encode(selection) == "?view=compare&year=2015&countries=NAM~MDV"


@given(st.fixed_dictionaries(CHOICES))
def test_an_address_restores_the_very_view_it_was_made_of(choices: dict[str, Any]):
    chosen = fresh()
    chosen.param.update(**choices)
    assert url.decode(url.encode(chosen), fresh()) == (choices, [])


LINKS: dict[str, tuple[str, Any]] = {
    "view=compare": ("view", "compare"),
    "country=NAM": ("country", "NAM"),
    "indicator=SP.POP.TOTL": ("indicator", "SP.POP.TOTL"),
    "measure=trend": ("measure", "trend"),
    "baseline=1991-2020": ("baseline", (1991, 2020)),
    "trend=1950-2000": ("trend_period", (1950, 2000)),
    "year=2015": ("year", 2015),
    "start=1990": ("map_base_year", 1990),
    "projection=robinson": ("projection", "robinson"),
    "theme=dark": ("theme", "dark"),
    "embed=1": ("embed", True),
    "countries=NAM~MDV": ("countries", ("NAM", "MDV")),
    "scale=index": ("compare_scale", "index"),
    "since=2000": ("base_year", 2000),
    "years=2000-2024": ("compare_years", (2000, 2024)),
    "log=1": ("compare_log", True),
    "compare=smooth": ("compare_quantity", "smooth"),
    "own=1": ("independent_axes", True),
    "behind=region": ("reference_group", "region"),
    "era5=1": ("era5", True),
    "windows=1": ("every_window", True),
    "future=1": ("future", True),
    "scenario=SSP585": ("scenario", "ssp585"),
    "until=2100": ("projected_until", 2100),
    "x=trend": ("x", "trend"),
    "y=SP.POP.TOTL": ("y", "SP.POP.TOTL"),
    "size=": ("size", ""),
    "xlog=0": ("x_log", False),
    "ylog=1": ("y_log", True),
    "rank=NY.GDP.PCAP.KD": ("rank_by", "NY.GDP.PCAP.KD"),
    "order=ascending": ("rank_order", "ascending"),
    "tab=table": ("rank_tab", "table"),
    "driver=year": ("driver", "year"),
    "if=SP.POP.TOTL~1.5~NY.GDP.PCAP.KD~-2": ("changes", (("SP.POP.TOTL", 1.5), ("NY.GDP.PCAP.KD", -2.0))),
    "alike=land-and-water": ("similar_by", "land-and-water"),
    "region=SAS": ("region", "SAS"),
    "income=LIC": ("income", "LIC"),
    "table=temperature": ("table", "temperature"),
    f"vintage={EARLIER}": ("vintage", EARLIER),
}
"""Links on other sites since version 0.1.0: names in an address never change."""


@pytest.mark.parametrize("query", LINKS)
def test_old_links_mean_what_they_meant(query: str):
    name, value = LINKS[query]
    assert read(f"?{query}") == ({name: value}, [])


def test_a_former_topic_in_a_link_is_the_world_banks_where_that_is_offered():
    options = Options(["WLD"], ["A.B"], topics=["energy-mining"])
    assert url.decode("?alike=energy", Selection(options))[0]["similar_by"] == "energy-mining"
    chosen, ignored = url.decode("?alike=climate", Selection(options))
    assert (chosen["similar_by"], len(ignored)) == ("", 1)


def test_every_name_in_an_address_is_among_the_old_links():
    assert {query.partition("=")[0] for query in LINKS} == {short for short, _ in url.NAMES.values()}


def test_the_latest_year_stays_latest():
    assert read("?year=LATEST") == ({}, [])


def test_codes_are_read_in_either_case():
    assert read("?country=nam&x=sp.pop.totl&rank=TREND&countries=mdv~Nam")[0] == {
        "country": "NAM",
        "x": "SP.POP.TOTL",
        "rank_by": "trend",
        "countries": ("MDV", "NAM"),
    }


def test_a_link_without_a_country_means_the_world_even_if_one_was_chosen():
    selection = fresh()
    selection.country = "NAM"
    assert url.decode("", selection)[0]["country"] == "WLD"


def test_an_unknown_country_is_named_and_the_rest_of_the_link_is_applied():
    assert read("?country=ATLANTIS&indicator=NY.GDP.PCAP.KD") == (
        {"indicator": "NY.GDP.PCAP.KD"},
        ["“ATLANTIS” in this link is not a country or region in this dataset; it was ignored."],
    )


@pytest.mark.parametrize(
    ("query", "kind"), [("?view=maps", "known view"), ("?compare=indicator", "value of “compare”")]
)
def test_an_unknown_value_is_named_with_its_setting(query: str, kind: str):
    assert read(query) == ({}, [f"“{query.partition('=')[2]}” in this link is not a {kind}; it was ignored."])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("%00", "“%00” in"),
        ("a%0ab", "“a%0Ab” in"),
        ("%E2%80%AE", "“%E2%80%AE” in"),  # turns the rest of a line round
        ("\ud800", "“%ED%A0%80” in"),
        ("%C3%A9", "“é” in"),
        ("%00" * 40, "“" + "%00" * 13 + "%…” in"),
        ("", "An empty value in"),
        ("%20", "An empty value in"),
    ],
)
def test_a_code_without_a_visible_sign_is_named_as_the_address_has_it(written: str, shown: str):
    assert read(f"?country={written}") == (
        {},
        [f"{shown} this link is not a country or region in this dataset; it was ignored."],
    )


def test_known_countries_of_a_list_are_selected_in_their_order():
    assert read("?countries=NAM~ATLANTIS~MDV~~NAM~MU") == (
        {"countries": ("NAM", "MDV")},
        [
            "“ATLANTIS” in this link is not a country or region in this dataset; it was ignored.",
            "1 more of its countries was ignored.",
        ],
    )


def test_too_many_countries_are_cut_with_a_notice():
    chosen, wording = read("?countries=" + "~".join(COUNTRIES[:15]))
    assert chosen["countries"] == tuple(COUNTRIES[:12])
    assert wording == ["This link compares 15 countries; the first 12 are shown."]


@pytest.mark.parametrize(
    "query", ["year=20x5", "year=1700", "trend=2000", "trend=2024-1901", "log=yes", "since=latest"]
)
def test_a_malformed_value_is_ignored_with_a_word(query: str):
    chosen, wording = read(f"?{query}&country=MDV")
    assert chosen == {"country": "MDV"}
    assert len(wording) == 1


def test_a_series_that_the_world_bank_replaced_is_still_found():
    assert read("?rank=EN.ATM.CO2E.PC") == ({"rank_by": "EN.GHG.CO2.PC.CE.AR5"}, [])


def test_unknown_parameters_of_other_sites_give_no_notice():
    assert read("?utm_source=mail&country=MDV") == ({"country": "MDV"}, [])


def test_a_link_full_of_faults_is_not_a_page_full_of_sentences():
    _, wording = read("?" + "&".join(["country=X"] * 50))
    assert len(wording) == 5
    assert wording[-1] == "46 more settings in this link were not recognised."


PARTS = st.tuples(st.sampled_from([short for short, _ in url.NAMES.values()]), st.text(max_size=60))


@given(st.text(max_size=300) | st.lists(PARTS).map(lambda parts: "&".join(f"{n}={v}" for n, v in parts)))
def test_no_address_breaks_the_page_or_makes_long_messages(query: str):
    chosen, ignored = url.decode(query, fresh())
    fresh().param.update(**chosen)  # raises where something is not on offer
    assert all(len(sentence) < 140 for sentence in ignored)
