"""The sentences: right figures, units and years, and honest about what is not known."""

from __future__ import annotations

import pandas as pd

from dashboard.text import world_map

ECONOMIES = {"NAM", "MDV", "GIB"}


def test_the_map_counts_significant_and_other_changes(warming: pd.DataFrame):
    assert world_map.warming_sentence(warming, ECONOMIES) == (
        "Temperature rose significantly in 1 of 3 countries. It fell significantly in 1. "
        "In 1, the change is not significant. The median change is +0.10 °C."
    )


def test_a_thin_record_counts_as_uncertain(warming: pd.DataFrame):
    doubted = warming.assign(doubt=["the early years hardly vary", "", "", ""])
    assert world_map.warming_sentence(doubted, ECONOMIES).startswith(
        "Temperature rose significantly in 0 of 3 countries. It fell significantly in 1. "
        "In 1, station data are insufficient; in 1, the change is not significant."
    )
