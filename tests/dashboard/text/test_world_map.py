"""The sentences: right figures, units and years, and honest about what is not known."""

from __future__ import annotations

import pandas as pd

from dashboard.text import world_map

ECONOMIES = {"NAM", "MDV", "GIB"}


def test_the_map_says_how_many_are_clear_and_how_many_are_not(warming: pd.DataFrame):
    assert world_map.warming_sentence(warming, ECONOMIES) == (
        "Of 3 economies 1 have clearly warmed and 1 clearly cooled; "
        "for 0 the record is too thin to tell, for 1 more the interval holds zero. "
        "The median economy warmed by 0.10 °C."
    )


def test_a_thin_record_counts_as_uncertain(warming: pd.DataFrame):
    doubted = warming.assign(doubt=["the early years hardly vary", "", "", ""])
    assert world_map.warming_sentence(doubted, ECONOMIES).startswith(
        "Of 3 economies 0 have clearly warmed and 1 clearly cooled; for 1 the record is too thin to tell"
    )
