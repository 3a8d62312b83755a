"""Topics of a series: from the service, else by its code."""

from __future__ import annotations

import pytest

from etl.indicators.configured import configured
from etl.indicators.topics import by_code, topics_of

WORLD_BANK = {
    *("Agriculture & Rural Development", "Aid Effectiveness", "Climate Change", "Economy & Growth", "Education"),
    *("Energy & Mining", "Environment", "External Debt", "Financial Sector", "Gender", "Health", "Infrastructure"),
    *("Poverty", "Private Sector", "Public Sector", "Science & Technology", "Social Development"),
    *("Social Protection & Labor", "Trade", "Urban Development"),
}
"""As the service lists them in 2026, but for the former development goals."""


@pytest.mark.parametrize(
    ("code", "topics"),
    [
        ("EN.GHG.CO2.MT.CE.AR5", "Climate Change"),
        ("EN.BIR.THRD.NO", "Environment"),
        ("HD_HCIP_HLTH_FE", "Health"),
        ("HD_HCIP_OVRL_TO", "Education"),
        ("SH_UHC_SCI", "Health"),
        ("SEX.RATIO", "Other series"),
        ("EN", "Environment"),
    ],
)
def test_a_series_without_a_topic_gets_that_of_its_code(code, topics):
    assert topics_of(code, ()) == (topics,)
    assert topics_of(code, (" ",)) == (topics,)


def test_the_topics_of_the_service_come_first_and_once():
    assert topics_of("EN.GHG", ("Health ", "Climate Change", "Health")) == ("Health", "Climate Change")


def test_all_topics_are_the_world_banks():
    assert set(by_code().values()) <= WORLD_BANK
    assert {entry.topic for entry in configured()} <= WORLD_BANK
