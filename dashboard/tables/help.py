"""The text at `download/`: addresses, parameters and formats, generated from the tables on offer."""

from __future__ import annotations

from textwrap import wrap

import param

from dashboard import config
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.parameters import (
    FEWEST_TREND_YEARS,
    MOST_COMPARED,
    Changes,
    Countries,
    TrendPeriod,
    Year,
    YearSpan,
)
from dashboard.state.selection import Selection
from dashboard.tables import formats
from dashboard.tables.query import OWN
from dashboard.tables.registry import TABLES

WIDTH = 100
MOST_LISTED = 12
"""With more values than these, two are named as examples."""

FORMATS = {
    "csv": "Header and rows only: UTF-8 with a byte order mark, decimal points, a missing value is empty. Title, "
    "notes, units, intervals, doubts, sources with licence and vintage are in <table>.csv-metadata.json?<parameters> "
    '(CSV on the Web), and with notes=1 in the file: in lines that begin with "#" before the header.',
    "parquet": 'The same metadata is JSON in the schema\'s metadata, under "world_climate_and_development".',
    "json": '{"about": the metadata, "columns": [{"name", "title", "unit", "type"}, ...], "rows": [[a value a column], '
    "...]}; a missing value, and the unit of a column without one, is null. Types are text, integer and number.",
}
COLUMNS = (
    "The same figure has the same column in every table, so that files can be stacked: iso3, name and year come first; "
    "value is in the unit of the column unit, and series is its code. Other columns end with their unit, as anomaly_c. "
    "datapackage.json describes the columns of all files (Frictionless data package)."
)
CODES = (
    "Countries' codes are in map.csv, those of series in everything/indicators.parquet; upper or lower case, of "
    "countries iso2 as well. country takes a list with , or ; between for a table of one country, and for compare. "
    "An unknown parameter is an error; those that web sites add to links (utm_source, fbclid) are ignored."
)
ANSWERS = (
    "Errors are a sentence in plain text: 400 for a value that is not on offer, 404 for an unknown table and for one "
    "without rows for the choice, 503 where the figures cannot be read just now. X-Snapshot names the snapshot; by "
    "ETag a cache can ask whether it is still the same. Pages of other sites may read these answers "
    "(Access-Control-Allow-Origin: *)."
)


def help_text(snapshot: Snapshot, selection: Selection, root: str) -> str:
    """Return the whole text.

    Args:
        snapshot: the figures.
        selection: its defaults.
        root: the address that `download/` is in, with a slash at its end.
    """
    followed = [name for name in url.NAMES if any(name in table.follows for table in TABLES.values())]
    suffixes = ", ".join(f".{suffix}" for suffix in formats.MIME)
    parts = [
        f"{config.TITLE}: the figures by address (snapshot {snapshot.catalog['snapshot']})",
        _section(
            "Tables as the views show them",
            f"{root}download/<table>.<format>?<parameters>   formats: {suffixes}\n\n"
            + "\n".join(_table(name) for name in TABLES),
        ),
        _section(
            "Parameters",
            f"{_wrapped('', CODES, 0)}\n\n"
            + "\n".join([_parameter(selection, name) for name in followed] + [_wrapped(*own) for own in OWN.items()]),
        ),
        _section(
            "Formats",
            "\n".join(_wrapped(f".{suffix}", FORMATS[suffix]) for suffix in formats.MIME)
            + f"\n\n{_wrapped('', COLUMNS, 0)}",
        ),
        _section(
            "Published tables as they are",
            f"{root}download/everything/<table>.parquet\n\n"
            + "\n".join(_wrapped(name, about["description"]) for name, about in snapshot.catalog["tables"].items()),
        ),
        _section("Examples", "\n".join(f"{root}download/{example}" for example in EXAMPLES)),
        _section("Answers", _wrapped("", ANSWERS, 0)),
        _section(
            "Licence",
            "\n".join(
                _wrapped("*", f"{one['title']}: {one['licence']}. {one['link']}", 2)
                for one in snapshot.catalog["sources"]
            )
            + "\nName them, and the vintage, with what you make of the figures; each file says both of its own.",
        ),
    ]
    return "\n\n".join(parts) + "\n"


EXAMPLES = (
    "temperature.csv?country=NOR&baseline=1991-2020",
    "indicator.csv?country=KEN;UGA&indicator=SP.POP.TOTL&date=2000:2020",
    "temperature.csv-metadata.json?country=NOR",
    "map.parquet?measure=trend&trend=1950-2000&region=SAS",
    "compare.json?countries=NOR~BRA~KEN&compare=SP.POP.TOTL&scale=index&since=1990",
    "future.csv?country=PHL&baseline=1991-2020",
    "warming-levels.csv?baseline=1961-1990",
    "projections.parquet?region=SAS",
    "everything/warming.parquet",
    "datapackage.json",
)
"""tests/ui/test_download_addresses.py requests each."""


def _section(title: str, text: str) -> str:
    return f"{title}\n{'-' * len(title)}\n{text}"


def _wrapped(name: str, text: str, indent: int = 22) -> str:
    return "\n".join(
        wrap(
            text,
            WIDTH,
            initial_indent=name.ljust(indent),
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _table(name: str) -> str:
    names = ", ".join(url.NAMES[followed][0] for followed in TABLES[name].follows)
    return _wrapped(name, f"{TABLES[name].title}. Parameters: {names or 'none'}.")


def _parameter(selection: Selection, name: str) -> str:
    short, kind = url.NAMES[name]
    default = selection.defaults[name]
    without = f" Without it: {kind.write(default)}." if default not in ("", (), None) else ""
    return _wrapped(short, f"{selection.param[name].doc}. {values_in_words(selection, name)}{without}")


def values_in_words(selection: Selection, name: str) -> str:
    """Return the sentence on the values of a parameter."""
    about, write = selection.param[name], url.NAMES[name][1].write
    if isinstance(about, Changes):
        return f"A code, a value, a code, a value, with {url.BETWEEN} between."
    if isinstance(about, Countries):
        return f"As for country, at most {MOST_COMPARED}, with {url.BETWEEN} between."
    if isinstance(about, TrendPeriod):
        return f"Two years with - between, {about.bounds[0]} to {about.bounds[1]}, {FEWEST_TREND_YEARS} or more."
    if isinstance(about, YearSpan):
        return f"Two years with - between, {about.bounds[0]} to {about.bounds[1]}."
    if isinstance(about, Year | param.Integer):
        return f"{about.bounds[0]} to {about.bounds[1]}."
    if isinstance(about, param.Boolean):
        return "0 or 1."
    offered = [write(value) for value in about.objects if value != ""]
    some = ", ".join(offered[:2])
    return f"One of {', '.join(offered)}." if len(offered) <= MOST_LISTED else f"One of {len(offered)}: {some}, ..."
