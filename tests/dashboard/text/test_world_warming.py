"""The sentence on the world's assessed warming."""

from __future__ import annotations

from dashboard.text.world_warming import sentence


def test_the_sentence_has_scenario_period_range_base_and_source():
    assert sentence("ssp245", (2041, 2060)) == (
        "World, land and ocean: +2.0 °C in 2041–2060 under SSP2-4.5 (very likely +1.6 to +2.5), relative to "
        "1850–1900 (IPCC AR6 WGI, Table SPM.1)."
    )


def test_a_period_that_was_not_assessed_has_no_sentence():
    assert sentence("ssp245", (2061, 2080)) == ""
