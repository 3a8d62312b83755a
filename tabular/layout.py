"""Columns of a table: which have the place, the year and the value; wide (a column a year) or long (a row a value).

Columns of places are found by their cells, whatever their heading; the year by its heading or its cells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from tabular import numbers
from tabular.errors import TableError, shown
from tabular.years import year_of, year_of_label

Rows = list[list[str]]
Find = Callable[[str], str | None]

YEAR_HEADINGS = {
    "year", "years", "date", "time", "time period", "time_period", "period", "yr", "jahr", "année", "annee", "an",
    "ano", "año", "anno", "jaar", "år", "rok", "calendar year", "refyear", "ref_year", "day",
}  # fmt: skip
VALUE_HEADINGS = {"value", "values", "obs_value", "obsvalue", "observation value", "val", "wert", "valeur", "valor"}
GROUP_HEADINGS = {"region", "continent", "income group", "incomegroup", "income", "lending type", "subregion", "group"}
"""Headings of columns that name a group of the row's place, not the place."""

HEADER_WITHIN = 30
"""Rows in which the row of headings is looked for: files of the World Bank have four lines before it."""

MOSTLY = 0.5

MOST_LOOKED_UP = 2_000
"""Different cells of a column that are compared with the names of places: a table has some 300 of them."""

FEWEST_PLACES = 0.5
"""A further column of places has at least this share of the distinct places that the best one has."""


@dataclass(frozen=True)
class Layout:
    """Columns of a table by number. A wide table has the year of each value column; a long one has one column each."""

    header: int
    headings: list[str]
    places: list[int]
    year: int | None
    values: dict[int, int | None]
    """Year by value column; None in a long table, which has one value column."""
    two_letter: frozenset[int] = frozenset()
    """Columns of two-letter codes, in which NA is Namibia and not a missing name."""

    @property
    def is_wide(self) -> bool:
        """Whether each year has a column of its own."""
        return self.year is None

    @property
    def others(self) -> list[int]:
        """Columns that are not read."""
        used = {*self.places, *self.values, self.year}
        return [at for at in range(len(self.headings)) if at not in used]


def found(rows: Rows, find: Find, wanted: str | None = None) -> Layout:
    """Return the layout of a table.

    Args:
        rows: all rows of the file, with the row of headings among the first.
        find: returns the code of a place by a cell's text, or None.
        wanted: heading of the value column, if the owner named one.

    Raises:
        TableError: a column is missing, or it is not clear which one is meant.
    """
    at = _header(rows)
    headings, body = rows[at], rows[at + 1 :]
    if not any(any(row) for row in body):
        raise TableError("The file has headings only, no row of values.")
    width = len(headings)
    columns = [[row[number] for row in body if number < len(row) and row[number]] for number in range(width)]
    years = {number: year for number, label in enumerate(headings) if (year := year_of_label(label)) is not None}
    places = _places(columns, headings, find)
    two_letter = frozenset(number for number in places if _are_two_letter(columns[number]))
    year = _year_column(columns, headings, {*places, *years})
    if year is not None and (not years or wanted):
        candidates = [number for number in range(width) if number not in (*places, year)]
        value = _value_column(columns, headings, candidates, wanted)
        return Layout(at, headings, places, year, {value: None}, two_letter)
    if years:
        return Layout(at, headings, places, None, dict(years), two_letter)
    raise TableError(
        f"No column of years found among {_listed(headings)}; name one “year”, or have a column for each year."
    )


def _header(rows: Rows) -> int:
    """Return the number of the row of headings: the first one as wide as most of the rows that follow."""
    widths = [sum(1 for cell in row if cell) for row in rows[:HEADER_WITHIN]]
    widest = max(widths, default=0)
    if widest < 2:
        raise TableError("The file is not a table: it has one column; separate cells by commas, semicolons or tabs.")
    enough = min(3, widest)
    return next(number for number, width in enumerate(widths) if width >= enough)


def _places(columns: list[list[str]], headings: list[str], find: Find) -> list[int]:
    """Return the columns of places, the one with most places first."""
    counts: dict[int, int] = {}
    examples: list[str] = []
    for number, cells in enumerate(columns):
        if headings[number].casefold() in GROUP_HEADINGS or not cells or _is_numeric(cells):
            continue
        distinct = _some(cells)
        hits = [text for text in distinct if find(text)]
        examples = examples or sorted(distinct - set(hits))
        if len({find(text) for text in hits}) and (len(hits) >= MOSTLY * len(distinct) or len(hits) > 20):
            counts[number] = len({find(text) for text in hits})
    if not counts:
        counts = _few_places(columns, headings, find)
    if not counts:
        some = ", ".join(shown(text) for text in examples[:3])
        raise TableError(
            "No column has names or ISO codes of countries"
            + (f"; not in the list of them: {some}." if some else "; add one with ISO codes such as KEN.")
        )
    best = max(counts.values())
    return sorted(
        (number for number in counts if counts[number] >= FEWEST_PLACES * best), key=lambda number: -counts[number]
    )


def _some(cells: Sequence[str]) -> set[str]:
    return set(islice(dict.fromkeys(cells), MOST_LOOKED_UP))


def _few_places(columns: list[list[str]], headings: list[str], find: Find) -> dict[int, int]:
    """Return the column in which the most cells are places, where in none most are."""
    counts = {
        number: hits
        for number, cells in enumerate(columns)
        if headings[number].casefold() not in GROUP_HEADINGS
        and not _is_numeric(cells)
        and (hits := len({code for text in _some(cells) if (code := find(text))}))
    }
    return {max(counts, key=lambda number: counts[number]): max(counts.values())} if counts else {}


def _are_two_letter(cells: Sequence[str]) -> bool:
    distinct = set(cells)
    return sum(len(cell) == 2 for cell in distinct) >= MOSTLY * len(distinct)


def _is_numeric(cells: Sequence[str]) -> bool:
    return all(numbers.is_number(cell) or numbers.is_missing(cell) for cell in cells[:1000]) and any(
        numbers.is_number(cell) for cell in cells[:1000]
    )


def _year_column(columns: list[list[str]], headings: list[str], taken: set[int]) -> int | None:
    """Return the column of years: by its heading, or the only one whose cells are all years of 1500 to 2199."""
    free = [number for number in range(len(headings)) if number not in taken and columns[number]]
    named = [number for number in free if headings[number].casefold() in YEAR_HEADINGS]
    of_years = [number for number in named if any(year_of(cell) is not None for cell in columns[number])]
    if of_years:
        return of_years[0]
    by_cells = [number for number in free if all(year_of_label(cell) for cell in columns[number])]
    return by_cells[0] if len(by_cells) == 1 else None


def _value_column(columns: list[list[str]], headings: list[str], free: list[int], wanted: str | None) -> int:
    """Return the column of values of a long table."""
    if wanted is not None:
        named = [number for number in free if headings[number].casefold() == wanted.strip().casefold()]
        if not named:
            raise TableError(f"No column is called {shown(wanted)}; there are {_listed([headings[n] for n in free])}.")
        return named[0]
    numeric = [number for number in free if _share_of_numbers(columns[number]) >= MOSTLY]
    if not numeric:
        texts = next((cell for number in free for cell in columns[number] if not numbers.is_missing(cell)), None)
        raise TableError(
            "No column of values found" + (f": {shown(texts)} is not a number." if texts else ": no cell is a number.")
        )
    preferred = [number for number in numeric if headings[number].casefold() in VALUE_HEADINGS]
    if len(numeric) > 1 and len(preferred) != 1:
        raise TableError(
            f"More than one column has numbers: {_listed([headings[n] for n in numeric])}; name or leave only one."
        )
    return (preferred if len(preferred) == 1 else numeric)[0]


def _share_of_numbers(cells: Sequence[str]) -> float:
    present = [cell for cell in cells if not numbers.is_missing(cell)]
    return sum(map(numbers.is_number, present)) / len(present) if present else 0.0


def _listed(headings: Sequence[str], most: int = 6) -> str:
    names = [shown(heading) if heading else "one without a heading" for heading in headings]
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
