"""Members of groupings from a list of countries, and the vintage of each list."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.contract.tables import GROUPING_MEMBERS
from etl.contract.validate import table_problems
from etl.snapshot.published import empty
from etl.transform import groupings

LIST = pd.DataFrame(
    [
        # id, region, income, lending
        ("KEN", "SSF ", "LMC", "IDB"),
        ("ETH", "SSF", "INX", "IDX"),
        ("SYC", "SSF", "HIC", "IBD"),
        ("POL", "ECS", "HIC", "IBD"),
        ("ALB", "ECS", "UMC", "IBD"),
        ("CHE", "ECS", "HIC", "LNX"),
        *((code, "NA", "NA", "") for code in ("SSF", "ECS", "HIC", "LMC", "UMC", "IBD", "IDA", "SSA", "TEC", "ARB")),
    ],
    columns=["id", *groupings.COLUMNS],
)


def members(code: str) -> tuple[str, set[str]]:
    basis, found = groupings.from_list(LIST)[code]
    return basis, set(found)


def test_regions_income_and_lending_groups_are_columns_of_the_list():
    assert members("SSF") == ("listed", {"KEN", "ETH", "SYC"})  # the code has a trailing blank in one row
    assert members("HIC") == ("listed", {"SYC", "POL", "CHE"})
    assert members("IBD") == ("listed", {"SYC", "POL", "ALB"})


def test_combinations_follow_from_the_columns():
    assert members("IDA") == ("derived", {"KEN", "ETH"})
    assert members("SSA") == ("derived", {"KEN"})  # neither the Seychelles nor Ethiopia, which is not classified
    assert members("TEC") == ("derived", {"POL", "ALB"})  # Switzerland does not borrow


def test_groupings_that_are_not_in_the_list_have_no_members():
    assert set(groupings.from_list(LIST)) == {"SSF", "ECS", "HIC", "LMC", "UMC", "IBD", "IDA", "SSA", "TEC"}


@pytest.fixture
def first() -> pd.DataFrame:
    found = {"HIC": ("listed", frozenset({"POL", "CHE"})), "EUU": ("listed", frozenset({"POL"}))}
    return groupings.table(found, empty(GROUPING_MEMBERS), frozenset(), "2026-11-21")


def rows(table: pd.DataFrame) -> list[tuple]:
    return list(table.itertuples(index=False, name=None))


def test_the_table_has_a_row_a_member(first):
    assert list(table_problems(GROUPING_MEMBERS, first)) == []
    assert rows(first) == [
        ("EUU", "POL", "listed", "2026-11-21"),
        ("HIC", "CHE", "listed", "2026-11-21"),
        ("HIC", "POL", "listed", "2026-11-21"),
    ]


def test_the_same_members_keep_their_vintage_and_others_get_a_new_one(first):
    found = {"HIC": ("listed", frozenset({"POL", "CHE"})), "EUU": ("listed", frozenset({"POL", "ALB"}))}
    later = groupings.table(found, first, frozenset(), "2027-07-01")
    assert set(rows(later)) == {
        ("EUU", "ALB", "listed", "2027-07-01"),
        ("EUU", "POL", "listed", "2027-07-01"),
        ("HIC", "CHE", "listed", "2026-11-21"),
        ("HIC", "POL", "listed", "2026-11-21"),
    }


def test_a_grouping_without_an_answer_keeps_its_members_and_another_loses_them(first):
    found = {"HIC": ("listed", frozenset({"POL", "CHE"}))}
    assert rows(groupings.table(found, first, frozenset({"EUU"}), "2027-07-01")) == rows(first)
    assert set(groupings.table(found, first, frozenset(), "2027-07-01").grouping) == {"HIC"}


def test_without_any_grouping_the_table_is_empty():
    table = groupings.table({}, empty(GROUPING_MEMBERS), frozenset(), "2026-11-21")
    assert table.empty
    assert list(table_problems(GROUPING_MEMBERS, table)) == []
