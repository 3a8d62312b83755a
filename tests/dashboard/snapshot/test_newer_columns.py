"""Columns that a snapshot may be too old to have."""

from __future__ import annotations

import pandas as pd

from dashboard.snapshot import newer_columns
from etl.contract.tables import INDICATORS


def test_an_old_table_gets_the_columns_that_the_contract_has_gained_and_keeps_its_own():
    old = pd.DataFrame({"id": ["SP.POP.TOTL"], "topics": ["Health; Climate Change"]})
    new = newer_columns.filled(old)
    assert new.topics.tolist() == ["Health; Climate Change"]
    assert new.decimals.tolist() == [-1]
    assert set(newer_columns.EMPTY) == {column.name for column in INDICATORS.columns if column.is_new}
    assert "decimals" not in old
