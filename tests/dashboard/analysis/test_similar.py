"""Similar countries: a few by hand, and sensible ones on the shipped figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.analysis import similar
from dashboard.analysis.similar import SimilarEconomy
from dashboard.snapshot import groups, queries
from dashboard.snapshot.codes import slug
from dashboard.snapshot.store import Snapshot

NAN = np.nan


def one(iso3: str, score: float, warming: float, reach: float = 0.1) -> SimilarEconomy:
    return SimilarEconomy(iso3, iso3.title(), score, (), warming, warming - reach, warming + reach)


COMPARED = (
    one("OWN", 1.0, 1.0),
    one("FAR", 0.2, 2.0),
    one("TWN", 0.9, 1.05),
    one("GAP", NAN, 0.5),
    one("COL", 0.5, 0.2),
)


def test_the_most_similar_come_first_without_the_country_itself():
    assert [each.iso3 for each in similar.most_similar(COMPARED, "OWN")] == ["TWN", "COL", "FAR"]


def test_similar_countries_warm_differently_where_the_intervals_do_not_overlap():
    found = similar.differing_warming(COMPARED, "OWN", ("OWN", "FAR", "TWN", "GAP"))
    assert [each.iso3 for each in found] == ["FAR", "GAP"]
    wide = (one("OWN", 1.0, 1.0, 2.0), *COMPARED[1:])
    assert similar.differing_warming(wide, "OWN", ("FAR", "GAP")) == []


def test_the_latest_value_is_of_the_last_ten_years():
    values = np.full((30, 4), NAN)
    values[29, 0], values[22, 1], values[25, 1], values[19, 2] = 1.0, 2.0, 3.0, 4.0
    assert similar.latest_values(values) == pytest.approx([1.0, 3.0, NAN, NAN], nan_ok=True)


def test_similar_countries_have_three_reasons_and_descending_scores(shipped: Snapshot):
    compared = similar.similarities(shipped, "SWE")
    assert similar.find(compared, "SWE").score == 1
    likes = similar.most_similar(compared, "SWE")
    assert {"NOR", "FIN", "DNK"} & {each.iso3 for each in likes}
    assert all(len(each.reasons) == 3 for each in likes)
    assert [each.score for each in likes] == sorted((each.score for each in likes), reverse=True)
    # Chad and Sweden agree on next to nothing.
    assert similar.find(compared, "TCD").score < 0.5


def test_a_topic_keeps_to_its_indicators(shipped: Snapshot):
    topics = queries.topics(shipped)
    assert topics["climate-change"] == "Climate Change"
    assert topics["health"] == "Health"
    of_topic = set(shipped.indicators.title[shipped.indicators.topic == "Health"])
    for each in similar.most_similar(similar.similarities(shipped, "SWE", "health"), "SWE"):
        assert {reason.title for reason in each.reasons} <= of_topic


def test_the_zone_s_others_differ_beyond_both_intervals(shipped: Snapshot):
    zone = groups.place_index(shipped).zone("IND")
    assert zone is not None
    compared = similar.similarities(shipped, "IND")
    own = similar.find(compared, "IND")
    for each in similar.differing_warming(compared, "IND", zone.members):
        assert each.low95 > own.high95 or each.high95 < own.low95


def test_profiles_and_topics_keep_to_the_featured_series(shipped: Snapshot):
    ours = shipped.indicators.assign(featured=0)
    assert list(queries.featured(replace(shipped, indicators=ours)).id) == list(ours.id)  # none is featured: all are
    ours.loc[ours.id == "SP.POP.TOTL", "featured"] = 2
    ours.loc[ours.id == "NY.GDP.PCAP.KD", "featured"] = 1
    few = replace(shipped, indicators=ours)
    assert similar.profiles(few).series == ("NY.GDP.PCAP.KD", "SP.POP.TOTL")
    assert set(queries.topics(few)) == {slug(topic) for topic in ours.topic[ours.featured > 0]}
    reasons = [reason.title for each in similar.similarities(few, "SWE") for reason in each.reasons]
    assert set(reasons) == set(ours.title[ours.featured > 0])
