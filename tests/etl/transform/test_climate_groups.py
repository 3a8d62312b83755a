"""The largest climate group of a country by share of its land, against sums of the published table by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.transform import climate_groups
from etl.transform.climate_groups import LIST, largest_groups, read_shares, with_groups
from measures.koeppen import ZONE_NAMES

COUNTRIES = pd.DataFrame(
    [("CHN", "economy"), ("ABW", "economy"), ("TWN", "area"), ("AFG", "aggregate")], columns=["iso3", "kind"]
)


def test_the_table_names_source_doi_and_licence():
    header = "".join(line for line in LIST.read_text("utf-8").splitlines(keepends=True) if line.startswith("#"))
    for field in ("Scientific Data 5, 180214", "10.1038/sdata.2018.214", "licence   attribution required"):
        assert field in header


def test_the_shares_of_each_place_add_up_to_one():
    total = read_shares().groupby("iso3").share.sum()
    assert len(total) == 203
    assert total.between(0.998, 1.0002).all()  # classes below 0.05 % are left out; the others have four decimals


def test_codes_and_classes_are_known_and_each_is_there_once():
    shares = read_shares()
    assert shares.iso3.str.fullmatch("[A-Z]{3}").all()
    assert set(shares.zone) == set(ZONE_NAMES)
    assert not shares.duplicated(["iso3", "zone"]).any()
    assert shares.share.between(0.0005, 1).all()


@pytest.mark.parametrize(
    ("iso3", "group", "share"),
    [
        ("CHN", "B", 0.2114 + 0.1266),  # BWk, BSk; C 0.2551, D 0.2433, E 0.1593, A 0.0028
        ("MEX", "B", 0.1921 + 0.1647 + 0.1388 + 0.0365),  # BWh, BSh, BSk, BWk; A 0.2709, C 0.1964
        ("BOL", "A", 0.4198 + 0.1339 + 0.0606),  # Aw, Am, Af; B 0.2414
        ("ARG", "B", 0.3085 + 0.1364 + 0.0939 + 0.0174),  # BWk, BSk, BSh, BWh; C 0.4003
        ("PER", "A", 0.5638),  # E 0.1895, B 0.1564, C 0.0894
    ],
)
def test_the_largest_groups_of_large_countries_are_those_summed_by_hand(iso3: str, group: str, share: float):
    found = largest_groups(read_shares()).loc[iso3]
    assert (found.climate_group, found.climate_group_share) == (group, pytest.approx(share, abs=1e-9))


def test_of_equal_shares_the_first_in_the_alphabet_counts_and_rounding_never_exceeds_one():
    shares = pd.DataFrame(
        [("AAA", "Dfb", 0.5), ("AAA", "Cfb", 0.5), ("BBB", "BWh", 0.9), ("BBB", "BWk", 0.1001)],
        columns=["iso3", "zone", "share"],
    )
    found = largest_groups(shares)
    assert found.climate_group.to_dict() == {"AAA": "C", "BBB": "B"}
    assert found.climate_group_share.to_dict() == {"AAA": 0.5, "BBB": 1.0}


def test_a_place_without_a_row_and_an_aggregate_have_no_group():
    found = with_groups(COUNTRIES).set_index("iso3")
    assert found.climate_group.to_dict() == {"CHN": "B", "ABW": "", "TWN": "C", "AFG": ""}
    assert found.climate_group_name.to_dict() == {"CHN": "Arid", "ABW": "", "TWN": "Temperate", "AFG": ""}
    assert found.climate_group_share.isna().to_dict() == {"CHN": False, "ABW": True, "TWN": False, "AFG": True}


def test_without_any_row_the_columns_keep_their_types(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(climate_groups, "read_shares", lambda: read_shares().iloc[:0])
    found = with_groups(COUNTRIES)
    assert (found.climate_group == "").all()
    assert [str(found[name].dtype) for name in found.columns[-3:]] == ["str", "float64", "str"]
