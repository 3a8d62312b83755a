"""Places that have not emerged yet are a class of their own: on the map, in words, in the table, in Rank."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import world_map as world_map_analysis
from dashboard.analysis.map_values import MapKey, MapValues
from dashboard.analysis.rank import ranking
from dashboard.charts.core import colour_scales, legend, theme
from dashboard.charts.map.layers import NO_DATA
from dashboard.charts.map.notebook_map import columns
from dashboard.charts.svg.packed import NO_BIN
from dashboard.snapshot import emergence
from dashboard.snapshot.emergence import NotEmerged
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.tables.registry import TABLES
from dashboard.text import rank
from dashboard.text import world_map as world_map_text
from dashboard.views.explore.notebook_map import legend as legend_html


class Four:
    """Namibia emerged in 1990, the Maldives have figures but no year, Gibraltar and Western Sahara have nothing."""

    def __init__(self, countries):
        rows = [("NAM", "emergence", 3.0), ("MDV", "emergence", 1.2), ("NAM", "emergence_year", 1990.0)]
        frame = pd.DataFrame(rows, columns=["iso3", "measure", "value"])
        self.warming = frame.assign(
            window="1901–2024", unit="year", low95=np.nan, high95=np.nan, significant=pd.NA, doubt=""
        )
        self.countries, self.catalog = countries, {"sources": [{"id": "cckp", "vintage": "CRU TS"}], "snapshot": "four"}


@pytest.fixture
def four(countries) -> Four:
    return Four(countries)


@pytest.fixture
def shown(four) -> MapValues:
    return world_map_analysis.map_values(four, MapKey("emergence_year"))


def by_code(shown: MapValues, row) -> dict:
    return dict(zip(shown.places.iso3, row, strict=True))


def test_a_place_with_a_ratio_but_no_year_has_not_emerged(four):
    assert emergence.not_emerged(four, "emergence_year") == NotEmerged(frozenset({"MDV"}), "2024")
    assert emergence.not_emerged(four, "emergence") == emergence.ALL_EMERGED


def test_not_emerged_is_the_last_class_and_differs_from_no_data(shown):
    drawn_as = legend.of(shown)
    found = by_code(shown, drawn_as.classes[0].tolist())
    last = len(drawn_as.bins.colours)
    assert found == pytest.approx({"NAM": 0, "MDV": last, "GIB": np.nan, "ESH": np.nan}, nan_ok=True)
    assert (drawn_as.colours[last], drawn_as.labels[last]) == (legend.NOT_YET, "not yet")
    drawn = columns(shown, 0)
    assert by_code(shown, drawn["hatch"]) == {"NAM": "", "MDV": "", "GIB": NO_DATA, "ESH": NO_DATA}
    assert f"{by_code(shown, drawn['colour'].tolist())['MDV']:08x}" == legend.NOT_YET[1:] + "ff"


def test_places_not_emerged_have_a_clause_of_their_own(shown):
    wording = by_code(shown, [world_map_text.value_of(shown, 0, place) for place in range(4)])
    assert wording == {"NAM": "1990", "MDV": "has not emerged by 2024", "GIB": "no data", "ESH": "no data"}
    assert world_map_text.coverage(shown, 0) == "Data for 1 of 3 countries; 1 more has not emerged by 2024"
    assert "not yet (1)</li>" in legend_html(shown, 0)
    assert "no data (1)</li>" in legend_html(shown, 0)


def test_other_measures_have_no_class_of_places_not_emerged(shipped: Snapshot):
    shown = world_map_analysis.map_values(shipped, MapKey("emergence"))
    drawn_as = legend.of(shown)
    assert (drawn_as.not_yet_class, drawn_as.colours) == (None, drawn_as.bins.colours)
    assert "not emerged" not in world_map_text.sentence(shown, 0)


def test_twelve_economies_of_the_shipped_snapshot_have_not_emerged(shipped: Snapshot):
    shown = world_map_analysis.map_values(shipped, MapKey("emergence_year"))
    not_yet_class = legend.of(shown).not_yet_class
    assert not_yet_class is not None
    assert not_yet_class < NO_BIN
    assert world_map_text.coverage(shown, 0) == "Data for 205 of 217 countries; 12 more have not emerged by 2024"
    assert legend.of(shown).labels[0] == "before 1990"  # a year, not a number of thousands


def test_the_map_s_table_marks_the_places_that_have_emerged(shipped: Snapshot):
    choices = new_selection(shipped)
    choices.measure = "emergence_year"
    table = TABLES["map"].make(shipped, choices)
    emerged = table.frame.set_index("ISO code").Emerged
    assert (emerged.BRA, emerged.PER, emerged.ATA) == ("yes", "not by 2024", "no data")
    assert "12 more have not emerged by 2024." in table.notes
    choices.measure = "emergence"
    assert "Emerged" not in TABLES["map"].make(shipped, choices).frame


def test_rank_counts_them_apart_from_those_without_a_value(shipped: Snapshot):
    found = ranking(shipped, "emergence_year", "latest", ascending=True, region="", income="")
    assert (len(found.iso3), found.not_emerged, found.missing) == (205, 12, 0)
    wording = rank.sentence(found, "PER", True, "latest")
    assert "Brazil is earliest (1986)" in wording
    assert rank.notes(found).endswith(" 12 more have not emerged by 2024.")
    choices = new_selection(shipped)
    choices.rank_by = "emergence_year"
    assert "12 more have not emerged by 2024; they are not ranked." in TABLES["rank"].make(shipped, choices).notes


@pytest.mark.parametrize("mode", [theme.LIGHT, theme.DARK])
def test_the_grey_of_not_emerged_differs_from_the_sea_and_from_every_scale(mode: theme.Theme):
    assert contrast(legend.NOT_YET, mode.ground) >= 3
    shades = colour_scales.scale(np.arange(1900, 2025), "year").colours
    assert min(np.abs(rgb(shade) - rgb(legend.NOT_YET)).max() for shade in shades) > 40


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], float)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours by WCAG 2."""
    light = []
    for colour in (one, other):
        parts = rgb(colour) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        light.append(float(linear @ [0.2126, 0.7152, 0.0722]))
    return (max(light) + 0.05) / (min(light) + 0.05)
