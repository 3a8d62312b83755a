"""Columns that the contract has gained since a snapshot was published: read as empty."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from etl.contract import tables as tables_contract

OBSERVATIONS = pa.schema(
    [
        ("series", pa.string()),
        ("iso3", pa.string()),
        ("year", pa.int16()),
        ("value", pa.float64()),
        ("status", pa.string()),
    ]
)


def with_new_columns(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a published table with the columns that the contract has gained since, empty, in the contract's order."""
    table = next((table for table in tables_contract.TABLES if table.name == name), None)
    added = [column for column in (table.columns if table else ()) if column.is_new and column.name not in frame]
    if not added or table is None:
        return frame
    for column in added:
        frame[column.name] = pd.Series(column.empty_value, index=frame.index, dtype=column.dtype)
    return frame[table.names]


def rows_with_new_columns(rows: pa.Table) -> pa.Table:
    """Return stored observations with the columns that the contract has gained since, empty."""
    for name in OBSERVATIONS.names:
        if name not in rows.column_names:
            column = tables_contract.OBSERVATIONS.column(name)
            rows = rows.append_column(name, pa.array([column.empty_value] * len(rows), OBSERVATIONS.field(name).type))
    return rows.select(OBSERVATIONS.names)
