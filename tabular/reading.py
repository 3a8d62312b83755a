"""Values by place and year from the cells of a user's table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tabular import delimited, layout, numbers, text, years
from tabular.errors import TableError, shown
from tabular.layout import Layout, Rows
from tabular.numbers import Decimal
from tabular.places import PlaceNames

MOST_NAMED = 10
"""Unmatched names in a sentence."""

MOST_UNMATCHED = 2_000
"""Different names of no place; with more, the column is not one of countries."""


@dataclass(frozen=True)
class OwnTable:
    """Values of one series from a user's table: one a place and year, sorted by both."""

    iso3: list[str]
    year: list[int]
    value: list[float]
    heading: str
    """Heading of the value column; empty in a wide table."""
    columns: str
    """Sentence on the columns that were read."""
    unmatched: dict[str, int] = field(default_factory=dict)
    """Number of values by each name that is no known place."""
    outside: int = 0
    """Values of years outside 1901 to 2100, left out."""

    @property
    def sentences(self) -> list[str]:
        """What was read, and what was left out."""
        first, last = min(self.year), max(self.year)
        when = f"{first}–{last}" if first < last else str(first)
        found = [self.columns, f"{_values(len(self.value))} of {_count(len(set(self.iso3)), 'place')}, {when}."]
        if self.unmatched:
            names = [shown(name) for name in self.unmatched]
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            found.append(
                f"{_values(sum(self.unmatched.values()))} left out, of places in no list: "
                f"{', '.join(names[:MOST_NAMED])}{more}."
            )
        if self.outside:
            found.append(f"{_values(self.outside)} left out, of years outside {years.FIRST}–{years.LAST}.")
        return found


def read_text(
    content: bytes, places: PlaceNames, *, value: str | None = None, decimal: Decimal | None = None
) -> OwnTable:
    """Return the values of a CSV or another delimited text.

    Args:
        content: the file.
        places: the known places.
        value: heading of the value column, if there is more than one with numbers.
        decimal: whether decimals follow a point or a comma, where the numbers do not show it.

    Raises:
        TableError: the file cannot be used; one sentence.
    """
    return read_cells(delimited.rows(text.decode(content)), places, value=value, decimal=decimal)


def read_cells(rows: Rows, places: PlaceNames, *, value: str | None = None, decimal: Decimal | None = None) -> OwnTable:
    """Return the values of a table by its cells; as `read_text`."""
    rows = [list(row) for row in rows]
    known: dict[str, str | None] = {}

    def find(cell: str) -> str | None:
        if cell not in known:
            known[cell] = places.find(cell) if cell else None
        return known[cell]

    found = layout.found(rows, find, value)
    cells = list(_cells(rows, found))
    parse = numbers.parser(numbers.convention((cell for _, _, cell in cells if numbers.is_number(cell)), decimal))
    by_key: dict[tuple[str, int], tuple[int, float]] = {}
    unmatched: Counter[str] = Counter()
    outside = 0
    for at, year, cell in cells:
        number = parse(cell)
        if number is None:
            raise TableError(_not_a_number(at, cell))
        iso3 = _place(rows[at], at, found, find)
        if iso3 is None:
            unmatched[_name(rows[at], found)] += 1
            if len(unmatched) > MOST_UNMATCHED:
                raise TableError(f"More than {MOST_UNMATCHED:,} names are in no list of countries.")
        elif not years.FIRST <= year <= years.LAST:
            outside += 1
        elif (iso3, year) in by_key:
            raise TableError(_repeated(rows, found, by_key[iso3, year][0], at, year))
        else:
            by_key[iso3, year] = (at, number)
    if not by_key:
        raise TableError(_nothing(unmatched, outside))
    ordered = sorted(by_key)
    return OwnTable(
        [iso3 for iso3, _ in ordered],
        [year for _, year in ordered],
        [by_key[key][1] for key in ordered],
        "" if found.is_wide else found.headings[next(iter(found.values))],
        _columns_sentence(found),
        dict(unmatched.most_common()),
        outside,
    )


def _cells(rows: Rows, found: Layout) -> Iterator[tuple[int, int, str]]:
    """Yield row number, year and text of each cell that has a value."""
    for at in range(found.header + 1, len(rows)):
        row = rows[at]
        if not any(row[number] for number in found.places if number < len(row)):
            continue  # an empty row, or a note below the table
        for number, year in found.values.items():
            cell = row[number] if number < len(row) else ""
            if numbers.is_missing(cell):
                continue
            yield at, _year(row, at, found) if year is None else year, cell


def _year(row: list[str], at: int, found: Layout) -> int:
    assert found.year is not None
    cell = row[found.year] if found.year < len(row) else ""
    year = years.year_of(cell)
    if year is None:
        raise TableError(f"Row {at + 1}: {shown(cell)} is not a year.")
    return year


def _place(row: list[str], at: int, found: Layout, find: layout.Find) -> str | None:
    hits = {
        number: code
        for number in found.places
        if number < len(row) and (row[number] != "NA" or number in found.two_letter) and (code := find(row[number]))
    }
    if len(set(hits.values())) > 1:
        both = " and ".join(f"{shown(row[number])} ({found.headings[number]})" for number in list(hits)[:2])
        raise TableError(f"Row {at + 1} names two places: {both}; leave one column of places.")
    return next(iter(hits.values()), None)


def _name(row: list[str], found: Layout) -> str:
    texts = [row[number] for number in found.places if number < len(row) and row[number]]
    return max(texts, key=len, default="")


def _not_a_number(at: int, cell: str) -> str:
    if cell.startswith(("=", "@")):
        return f"Row {at + 1}: {shown(cell)} is a formula; save its value instead."
    return f"Row {at + 1}: {shown(cell)} is not a number."


def _repeated(rows: Rows, found: Layout, first: int, second: int, year: int) -> str:
    """Return the sentence on two values of one place and year, with the column in which the rows differ."""
    sentence = f"Rows {first + 1} and {second + 1} both have a value of {_name(rows[second], found)} in {year}"
    for number in found.others:
        one, other = (rows[at][number] if number < len(rows[at]) else "" for at in (first, second))
        if one != other and not (numbers.is_number(one) and numbers.is_number(other)):
            heading = found.headings[number] or f"column {number + 1}"
            return f"{sentence}; they differ in {shown(heading)}: leave the rows of one series."
    return f"{sentence}; leave one value a place and year."


def _nothing(unmatched: Counter[str], outside: int) -> str:
    if outside:
        return f"No value is of a year from {years.FIRST} to {years.LAST}."
    if unmatched:
        some = ", ".join(shown(name) for name in list(unmatched)[:3])
        return f"No value is of a known country; not in the list of them: {some}."
    return "No cell of the table has a value."


def _columns_sentence(found: Layout) -> str:
    place = " and ".join(shown(found.headings[number]) for number in found.places)
    if found.is_wide:
        when = sorted(year for year in found.values.values() if year is not None)
        return f"Places from {place}; a column for each year, {when[0]} to {when[-1]}."
    assert found.year is not None
    value = shown(found.headings[next(iter(found.values))])
    return f"Places from {place}, years from {shown(found.headings[found.year])}, values from {value}."


def _values(count: int) -> str:
    return _count(count, "value")


def _count(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"


_UNIT = re.compile(r"^(?P<title>.*\S)\s*[(\[](?P<unit>[^()\[\]]+)[)\]]\s*$")


def title_and_unit(heading: str) -> tuple[str, str]:
    """Return title and unit of a heading: the unit is in its last brackets; "" without any.

    >>> title_and_unit("Solar power (kWh a person)")
    ('Solar power', 'kWh a person')
    """
    found = _UNIT.match(heading)
    return (found["title"], found["unit"].strip()) if found else (heading, "")
