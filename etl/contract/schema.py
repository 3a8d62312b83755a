"""Schema of the contract: column, table, and the columns that many tables share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column. `low` and `high` are the lowest and highest possible value, both included.

    One that `is_new` may be absent from a snapshot published before it was added: it is read as empty then.
    """

    name: str
    dtype: str
    description: str
    unit: str = ""
    nullable: bool = False
    low: float | None = None
    high: float | None = None
    is_new: bool = False

    @property
    def empty_value(self) -> Any:
        """Value in a snapshot older than the column: "" in texts, False in flags, 0 in whole numbers, else missing."""
        if self.dtype.startswith("int") and not self.nullable:
            return 0
        return {"str": "", "bool": False}.get(self.dtype)


@dataclass(frozen=True)
class Table:
    """One table; `key` identifies a row. A table that depends on an optional product may be empty."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(default=())
    may_be_empty: bool = False
    is_new: bool = False
    """May be absent from a snapshot published before it was added: it has no rows then."""

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Return the column with this name."""
        return next(column for column in self.columns if column.name == name)

    def as_data(self) -> dict[str, Any]:
        """Return the table as an entry of catalog.json."""
        return {
            "description": self.description,
            "key": list(self.key),
            "columns": [
                # A bound of 0 is written, though 0 equals False.
                {
                    name: value
                    for name, value in asdict(column).items()
                    if name != "is_new" and value is not None and value is not False and value != ""
                }
                for column in self.columns
            ],
        }


ISO3 = Column("iso3", "str", "ISO 3166-1 alpha-3 code; for aggregates and Kosovo (XKX) the World Bank's own")
YEAR = Column("year", "int16", "calendar year", low=1901, high=2100)
MONTH = Column("month", "int8", "1 is January", low=1, high=12)

MOST_NAMED, NAMED_OF_MANY = 10, 3
"""Codes named in a sentence, and how many of them if there are more: a list of thousands would fill the catalog."""


def some(names: Collection[str]) -> str:
    """Return the names for a sentence, or the first three and the number of the others if they are more than ten."""
    listed = list(names)
    if len(listed) <= MOST_NAMED:
        return ", ".join(listed)
    return f"{', '.join(listed[:NAMED_OF_MANY])} and {len(listed) - NAMED_OF_MANY:,} more"
