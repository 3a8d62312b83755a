"""Titles and units from the World Bank's names: hard real ones, and any text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.indicators.naming import title_in, unit_in
from etl.indicators.quantity import unit_of
from etl.indicators.titles import Titled, distinct

NAMES: dict[str, str] = json.loads((Path(__file__).parent / "names.json").read_text("utf-8"))
"""Real names of the World Development Indicators of 2026: those that share a title, or have odd brackets."""


@pytest.mark.parametrize(
    ("name", "title", "unit"),
    [
        ("GDP per capita (constant 2015 US$)", "GDP per capita", "constant 2015 US$"),
        ("Access to electricity (% of population) ", "Access to electricity", "% of population"),
        ("GDP growth (annual %)", "GDP growth", "% a year"),
        ("GDP (current LCU)", "GDP", "current local currency"),
        ("PM2.5 air pollution (micrograms per cubic meter (mean))", "PM2.5 air pollution",
         "micrograms per cubic meter (mean)"),
        ("Mortality ( per 1,000 )", "Mortality", "per 1,000"),
        ("Population, total", "Population, total", ""),
        ("Emissions (total) of carbon", "Emissions (total) of carbon", ""),
        # a method is no unit: it stays in the title
        ("Unemployment, total (% of total labor force) (modeled ILO estimate)",
         "Unemployment, total, modelled ILO estimate", "% of total labor force"),
        ("Share of youth not in education, male (% of male youth population)  (modeled ILO estimate)",
         "Share of youth not in education, male, modelled ILO estimate", "% of male youth population"),
        ("Prevalence of stunting, height for age (modeled estimate, % of children under 5)",
         "Prevalence of stunting, height for age, modelled estimate", "% of children under 5"),
        ("Educational attainment, total (%) (cumulative)", "Educational attainment, total, cumulative", "%"),
        ("Imports of goods and services (BoP, current US$)", "Imports of goods and services, balance of payments",
         "current US$"),
        ("External debt stocks, private nonguaranteed (PNG) (DOD, current US$)",
         "External debt stocks, private nonguaranteed (PNG)", "current US$"),
        ("Total reserves (includes gold, current US$)", "Total reserves, including gold", "current US$"),
        # an acronym is no unit
        ("Literacy rate, youth (ages 15-24), gender parity index (GPI)",
         "Literacy rate, youth (ages 15-24), gender parity index (GPI)", ""),
        ("Container port traffic (TEU: 20 foot equivalent units)", "Container port traffic",
         "TEU: 20 foot equivalent units"),
        ("CPIA gender equality rating (1=low to 6=high)", "CPIA gender equality rating",
         "on a scale from 1 (low) to 6 (high)"),
        ("SPI: Overall score  (scale 0-100)", "SPI: Overall score", "on a scale from 0 to 100"),
        ("HCI+: pillar (scale\N{NO-BREAK SPACE}-30–87)", "HCI+: pillar", "on a scale from -30 to 87"),
        ("Consumer price index (2010 = 100)", "Consumer price index", "index (2010 = 100)"),
        ("(%)", "(%)", "%"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_name_is_a_title_and_the_unit_in_its_brackets(name, title, unit):
    assert (title_in(name), unit_in(name)) == (title, unit)


@pytest.mark.parametrize(
    ("code", "name", "unit"),
    [
        ("SP.POP.TOTL", "Population, total", "people"),
        ("SH.MMR.DTHS", "Number of maternal deaths", "deaths"),
        ("SE.PRM.ENRL.TC.ZS", "Pupil-teacher ratio, primary", "pupils per teacher"),
        ("SI.DST.FRST.20", "Income share held by lowest 20%", "% of income"),
        ("SE.LPV.PRIM.LD", "Pupils below minimum reading proficiency (%). Low GAML threshold", "%"),
        ("IC.BRE.P1.RF", "B-READY: Pillar 1: Regulatory Framework", "on a scale from 0 to 100"),
        ("ER.H2O.FWST.ZS", "Level of water stress: freshwater withdrawal as a proportion", "% of available freshwater"),
        ("ZZ", "Something else", ""),
    ],
)
def test_a_name_without_brackets_has_the_unit_of_what_it_counts(code, name, unit):
    assert unit_of(code, name) == unit


def test_real_names_have_titles_that_differ():
    series = [Titled(code, title_in(name), unit_of(code, name)) for code, name in NAMES.items()]
    assert len({one.title for one in series}) < len(series)
    titles = distinct(series)
    assert len({title.casefold() for title in titles.values()}) == len(NAMES)
    assert titles["NY.GDP.MKTP.KD"] == "GDP, constant prices"
    assert titles["NY.GDP.MKTP.CN"] == "GDP, current prices, local currency"
    assert titles["NE.EXP.GNFS.ZS"] == "Exports of goods and services"
    assert titles["NE.EXP.GNFS.KD.ZG"] == "Exports of goods and services, annual growth"
    assert titles["SP.URB.TOTL"] == "Urban population, number"
    assert titles["SE.PRM.ENRR"] == "School enrollment, primary, gross"


def test_a_title_chosen_by_hand_stays_and_the_others_differ_from_it():
    series = [
        Titled("A", "GDP", "constant 2015 US$", is_fixed=True),
        Titled("B", "GDP", "current US$"),
        Titled("C", "GDP", "% of GDP"),
    ]
    assert distinct(series) == {"A": "GDP", "B": "GDP, current prices", "C": "GDP, share of GDP"}


@given(st.text(alphabet=st.characters() | st.sampled_from("(), %"), max_size=60))
def test_no_name_breaks_a_title(name):
    title, unit = title_in(name), unit_in(name)
    assert bool(title) == bool(name.split())
    assert unit == unit.strip()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["GDP", "gdp", "GDP, people", "x"]), st.sampled_from(["", "people", "% of GDP", "m"])
        ),
        max_size=12,
    )
)
def test_titles_always_differ(rows):
    series = [Titled(f"S{number}", title, unit) for number, (title, unit) in enumerate(rows)]
    titles = distinct(series)
    assert list(titles) == [one.code for one in series]
    assert len({title.casefold() for title in titles.values()}) == len(series)
