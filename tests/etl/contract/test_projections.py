"""The projections of the tests follow the contract, and a snapshot without the tables has no rows of them."""

from __future__ import annotations

import pytest

from etl.contract.projections import PROJECTION_AREAS, PROJECTIONS
from etl.contract.validate import table_problems
from etl.snapshot import published
from tests.helpers.projections import projection_areas, projections, with_projections, without_projections


def test_the_tables_of_the_tests_follow_the_contract_and_their_answers_are_known():
    table = projections()
    assert list(table_problems(PROJECTIONS, table)) == []
    assert list(table_problems(PROJECTION_AREAS, projection_areas())) == []
    rows = table[(table.iso3 == "PHL") & (table.scenario == "ssp245")].astype({"change_c": float})
    later = rows[rows.year.between(2081, 2100)].groupby("percentile").change_c.mean()
    # 0.03 degC a year over the 71 years from 2019.5 to 2090.5; half of it, and twice.
    assert later.to_dict() == pytest.approx({"p10": 1.065, "median": 2.13, "p90": 4.26}, abs=0.001)
    base = rows[rows.year.between(2015, 2024)].groupby("percentile").change_c.mean()
    assert base.abs().max() < 1e-6


@pytest.mark.parametrize("table", [PROJECTIONS, PROJECTION_AREAS])
def test_a_snapshot_older_than_the_tables_has_no_rows_of_them(table):
    empty = published.empty(table)
    assert (len(empty), list(table_problems(table, empty))) == (0, [])


def test_the_dashboard_reads_the_tables_if_they_are_published(shipped):
    assert len(with_projections(shipped).table("projections")) == len(projections())
    before = without_projections(with_projections(shipped))
    assert "projections" not in before.catalog["tables"]
