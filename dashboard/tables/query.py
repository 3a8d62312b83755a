"""Read the query of a download: the page's parameters, and those that clients of the World Bank's service write.

`country=KE`, `country=ken;UGA`, `date=2000:2020`, `date=2015` and `mrv=5` mean what they mean there. The page
ignores what it does not know; a script would not see that, so an unknown parameter is an error here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from dashboard.snapshot.store import Snapshot
from dashboard.state import unknown_values, url
from dashboard.state.options import new_selection, options_of
from dashboard.state.selection import Selection
from dashboard.tables.rows import most_recent, of_years, stacked
from dashboard.tables.table import Table, TableSpec

BETWEEN = re.compile(r"[,;~\s]+")
"""Separators of a list of countries."""

MOST_STACKED = 25
"""Countries in one file of a table of one country: each takes 10 ms, in which the server answers nothing else."""

OWN = {
    "date": "A year, or first and last year with : between.",
    "mrv": "A number: so many most recent values of each place.",
    "notes": "0 or 1: whether a CSV has its metadata before the header, in lines that begin with #.",
}
"""Parameters of files beside those of the page, described."""

YEARS = re.compile(r"(\d{4})(?::(\d{4}))?")
COUNT = re.compile(r"[1-9]\d{0,3}")


class QueryError(ValueError):
    """A query that cannot be followed; the message is a sentence for its author."""


@dataclass(frozen=True)
class Query:
    """A query in its parts.

    Attributes:
        choices: query of the page, without the parameters of files.
        countries: several countries of a table of one country; empty for one.
        years: first and last year of the rows; None for all.
        most_recent: number of values of each place; None for all.
        notes: whether a CSV begins with its metadata.
    """

    choices: str
    countries: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    most_recent: int | None = None
    notes: bool = False


def parse(query: str, spec: TableSpec, iso3_of: Mapping[str, str]) -> Query:
    """Return what a query asks of a table.

    Args:
        query: without its question mark.
        spec: the table.
        iso3_of: iso3 codes by iso3 and by iso2 code, in capitals.

    Raises:
        QueryError: a parameter is unknown, or has a value that the table cannot follow.
    """
    if len(query) > url.LONGEST_QUERY:
        raise QueryError(f"The address has more than {url.LONGEST_QUERY:,} characters.")
    given = {name: text.strip() for name, text in parse_qsl(query, keep_blank_values=True) if not _is_tracking(name)}
    unknown = set(given) - {short for short, _ in url.NAMES.values()} - set(url.FORMER_NAMES) - set(OWN)
    if unknown:
        raise QueryError(f"Unknown parameter “{_cut(min(unknown))}”. Known ones: {', '.join(_names(spec))}.")
    own = {name: given.pop(name) for name in OWN if name in given}
    countries = _countries(given, spec, iso3_of)
    years = _years(own["date"]) if "date" in own else None
    if years and "year" in spec.follows:
        if years[0] != years[1] or "year" in given:
            raise QueryError(f"The table {spec.name} shows one year: write date=2015, or year=2015.")
        given["year"], years = str(years[0]), None
    return Query(
        urlencode(given, safe=url.BETWEEN),
        countries,
        years,
        _count(own["mrv"]) if "mrv" in own else None,
        _flag(own.get("notes", "0")),
    )


def requested(query: Query, spec: TableSpec, snapshot: Snapshot) -> tuple[Table, Selection]:
    """Return the table that a query asks for, and the selection that restores its view.

    Raises:
        QueryError: a value is not on offer, or the table has no years.
        SnapshotError: the figures are damaged.
    """
    selection = new_selection(snapshot)
    chosen, ignored = url.decode(query.choices, selection)
    if ignored:
        raise QueryError(" ".join(ignored).replace(unknown_values.IGNORED, ""))
    selection.param.update(**chosen | {"table": spec.name})
    if query.countries:
        made = []
        for iso3 in query.countries:
            selection.country = iso3
            made.append(spec.make(snapshot, selection))
        selection.country = query.countries[0]
        table = stacked(made, f"{spec.name}-{'-'.join(query.countries).lower()}")
    else:
        table = spec.make(snapshot, selection)
    if not table.columns:
        return table, selection
    if (query.years or query.most_recent) and not _has_years(table, spec):
        raise QueryError(f"The table {spec.name} has no row for each year: date and mrv have no meaning there.")
    if query.years:
        table = of_years(table, *query.years)
    return (most_recent(table, query.most_recent) if query.most_recent else table), selection


def iso3_by_code(snapshot: Snapshot) -> dict[str, str]:
    """Return the iso3 code of every place on offer by its iso3 and its iso2 code."""
    offered = options_of(snapshot).countries
    places = snapshot.countries[snapshot.countries.iso3.isin(offered)]
    found = {str(iso2): str(iso3) for iso2, iso3 in zip(places.iso2, places.iso3, strict=True) if iso2}
    return found | {iso3: iso3 for iso3 in offered}


def _countries(given: dict[str, str], spec: TableSpec, iso3_of: Mapping[str, str]) -> tuple[str, ...]:
    """Write the codes in `given` as the page does; return those of a list for a table of one country."""
    for name in ("country", "countries"):
        if name in given:
            codes = dict.fromkeys(code for code in BETWEEN.split(given[name].upper()) if code)
            given[name] = url.BETWEEN.join(dict.fromkeys(iso3_of.get(code, code) for code in codes)) or given[name]
    listed = tuple(given.get("country", "").split(url.BETWEEN))
    if len(listed) < 2:
        return ()
    if "countries" in spec.follows:
        if "countries" in given:
            raise QueryError("Write one list of countries: either country or countries.")
        given["countries"] = given.pop("country")
        return ()
    if "country" not in spec.follows:
        raise QueryError(f"The table {spec.name} has every country: country takes no list there.")
    unknown = [code for code in listed if code not in iso3_of]
    if unknown:
        raise QueryError(f"“{_cut(unknown[0])}” is not a country or region in this dataset.")
    if len(listed) > MOST_STACKED:
        raise QueryError(f"A file has at most {MOST_STACKED} countries, and this address asks for {len(listed)}.")
    del given["country"]
    return listed


def _years(text: str) -> tuple[int, int]:
    found = YEARS.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        raise QueryError(f"“{_cut(text)}” is not a date: write date=2015 or date=2000:2020.")
    return first, last


def _count(text: str) -> int:
    if not COUNT.fullmatch(text):
        raise QueryError(f"“{_cut(text)}” is not a number of most recent values: write mrv=5.")
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise QueryError(f"“{_cut(text)}” is neither 0 nor 1: write notes=1 for a CSV with its metadata inside.")
    return text == "1"


def _has_years(table: Table, spec: TableSpec) -> bool:
    return "year" not in spec.follows and any(column.name == "year" for column in table.columns)


def _names(spec: TableSpec) -> Iterable[str]:
    yield from (url.NAMES[name][0] for name in spec.follows)
    yield from OWN


def _is_tracking(name: str) -> bool:
    return name.startswith(url.TRACKING)


def _cut(text: str) -> str:
    """Return a text for a sentence: in one line, and not too long."""
    return unknown_values.shortened(" ".join(text.split()))
