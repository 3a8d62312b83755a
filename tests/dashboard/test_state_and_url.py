"""What a visitor chose, and its way into an address and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import url
from dashboard.state import Selection

COUNTRIES, INDICATORS = ["WLD", "NAM", "MDV"], ["SP.POP.TOTL", "NY.GDP.PCAP.KD"]


def fresh() -> Selection:
    return Selection(COUNTRIES, INDICATORS)


def test_nothing_chosen_is_the_world_and_the_first_indicator():
    assert fresh().choices() == {"country": "WLD", "indicator": "SP.POP.TOTL"}


def test_two_selections_share_nothing(selection: Selection):
    selection.country = "NAM"
    assert fresh().country == "WLD"


def test_a_country_that_is_not_offered_cannot_be_chosen(selection: Selection):
    with pytest.raises(ValueError, match="BRA"):
        selection.country = "BRA"


def test_the_default_view_has_a_plain_address(selection: Selection):
    assert url.encode(selection) == ""


def test_only_what_differs_from_the_default_is_written(selection: Selection):
    selection.country = "NAM"
    assert url.encode(selection) == "?country=NAM"


@given(st.sampled_from(COUNTRIES), st.sampled_from(INDICATORS))
def test_an_address_restores_the_very_view_it_was_made_of(country: str, indicator: str):
    chosen = fresh()
    chosen.param.update(country=country, indicator=indicator)
    assert url.decode(url.encode(chosen), fresh()) == ({"country": country, "indicator": indicator}, [])


def test_codes_are_read_in_either_case(selection: Selection):
    assert url.decode("?country=nam", selection)[0]["country"] == "NAM"


def test_a_link_without_a_country_means_the_world_even_if_one_was_chosen(selection: Selection):
    selection.country = "NAM"
    assert url.decode("", selection)[0]["country"] == "WLD"


def test_an_unknown_country_is_named_and_the_rest_of_the_link_still_holds(selection: Selection):
    chosen, ignored = url.decode("?country=ATLANTIS&indicator=NY.GDP.PCAP.KD", selection)
    assert chosen == {"country": "WLD", "indicator": "NY.GDP.PCAP.KD"}
    assert ignored == ["This link asks for the country “ATLANTIS”, which is not among the figures here."]


def test_parameters_of_other_people_are_nobodys_mistake(selection: Selection):
    assert url.decode("?utm_source=mail&country=MDV", selection) == (
        {"country": "MDV", "indicator": "SP.POP.TOTL"},
        [],
    )


@given(st.text(max_size=300))
def test_no_address_whatever_breaks_the_page_or_makes_long_messages(query: str):
    chosen, ignored = url.decode(query, fresh())
    assert chosen["country"] in COUNTRIES
    assert chosen["indicator"] in INDICATORS
    assert all(len(sentence) < 120 for sentence in ignored)
