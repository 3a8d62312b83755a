"""Tools for language models over the Model Context Protocol: `python -m dashboard mcp`, on standard input and output.

Five tools, thin over the tables of `download/`: what they answer is what the page and the files have. Needs the extra
`mcp`: pip install "worldbank-climate-dashboard[mcp]".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from dashboard import config
from dashboard.documents.brief import brief
from dashboard.snapshot import catalogue, queries, store
from dashboard.snapshot.store import SnapshotError
from dashboard.state import unknown_values, url
from dashboard.tables import formats, query
from dashboard.tables.registry import TABLES

MOST_ROWS = 500
"""Rows of an answer; a model reads no more with profit."""
MOST_FOUND = 20

INSTRUCTIONS = (
    "Temperature change of every country since 1901, and World Bank indicators. Countries are ISO 3166 codes such as "
    "KEN, regions and groupings World Bank codes such as SSF or LIC, the World is WLD. Quote a change with its "
    "interval and period, and say when it is of low confidence."
)

NEEDED = 'The MCP server needs an extra: pip install "worldbank-climate-dashboard[mcp]"'


def search_series(words: str) -> list[dict[str, Any]]:
    """Find indicators by words in their title, name, topic or code, the featured ones first.

    Args:
        words: such as "life expectancy" or "CO2 per person".
    """
    snapshot = store.current()
    wanted = catalogue.words_of(words)
    featured = set(queries.featured(snapshot).id)
    listed = snapshot.indicators.to_dict("records")
    texts = (catalogue.folded(" ".join(str(row[name]) for name in ("id", "title", "name", "topic"))) for row in listed)
    found = [row for row, text in zip(listed, texts, strict=True) if wanted and all(word in text for word in wanted)]
    found.sort(key=lambda row: (row["id"] not in featured, len(str(row["title"]))))
    return [
        {"code": row["id"], "title": row["title"], "unit": row["unit"], "last_year": int(row["last_year"])}
        for row in found[:MOST_FOUND]
    ]


def get_values(series: str, countries: list[str], first_year: int = 1960, last_year: int = 2100) -> dict[str, Any]:
    """Return the values of an indicator by country and year, with unit, source and doubts.

    Args:
        series: code of the indicator, as `search_series` gives it.
        countries: codes of at most 25 countries, regions or groupings.
        first_year: of the values.
        last_year: of the values.
    """
    years = f"{first_year}:{last_year}"
    return _table("indicator", indicator=series, country=_codes(countries), date=years)


def compare(countries: list[str], quantity: str = "temperature", base_year: int | None = None) -> dict[str, Any]:
    """Return temperatures (anomalies in degC) or an indicator of several countries side by side, by year.

    Args:
        countries: codes of at most 12 countries, regions or groupings.
        quantity: "temperature", "smooth" (its smoothing), or the code of an indicator.
        base_year: year that changes count from; without it, values.
    """
    since = {} if base_year is None else {"scale": "change", "since": str(base_year)}
    return _table("compare", countries=_codes(countries), compare=quantity, **since)


def rank(quantity: str = "period_change", highest_first: bool = True, region: str = "") -> dict[str, Any]:
    """Return the countries in order of a warming measure or an indicator, with intervals and ranks.

    Args:
        quantity: "period_change" (warming since 1901-1930), another measure, or the code of an indicator.
        highest_first: whether the largest value is first.
        region: code of a region, such as SSF; all countries without it.
    """
    return _table("rank", rank=quantity, order="descending" if highest_first else "ascending", region=region)


def warming(country: str) -> dict[str, Any]:
    """Return how much a country, a region or the World has warmed: interval, period, rank, trend, and doubts.

    Args:
        country: its code, such as KEN or WLD.
    """
    snapshot = store.current()
    iso3 = _codes([country])
    if iso3 not in query.iso3_by_code(snapshot):
        raise query.QueryError(f"“{unknown_values.shortened(country)}” is not a country or region in this dataset.")
    shown = brief(snapshot, query.iso3_by_code(snapshot)[iso3])
    return {
        "place": shown.heading,
        "finding": shown.finding or shown.line,
        "low_confidence": shown.doubt,
        "trend": shown.trend,
        "projection": shown.projection,
        "figures": [{"label": one.label, "value": one.value, "note": one.note} for one in shown.tiles],
        "intervals": shown.note,
        "sources": list(shown.sources),
        "data_as_of": shown.published,
    }


TOOLS: tuple[Callable[..., Any], ...] = (search_series, get_values, compare, rank, warming)


def server() -> Any:
    """Return the server with its tools.

    Raises:
        SystemExit: the extra is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError as error:
        raise SystemExit(NEEDED) from error
    made = MCPServer(config.TITLE, instructions=INSTRUCTIONS, log_level="WARNING")

    def with_tool_errors(tool: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(tool)
        def call(*values: Any, **named: Any) -> Any:
            try:
                return tool(*values, **named)
            except (query.QueryError, SnapshotError) as error:
                raise ToolError(str(error)) from error  # of any other error the client learns nothing

        return call

    for tool in TOOLS:
        made.tool()(with_tool_errors(tool))
    return made


def main() -> None:
    """Serve on standard input and output until the client leaves."""
    server().run("stdio")


def _codes(countries: Sequence[str]) -> str:
    return url.BETWEEN.join(code.strip().upper() for code in countries)


def _table(name: str, **parameters: str) -> dict[str, Any]:
    """Return a table of `download/` for a query, at most `MOST_ROWS` rows of it.

    Raises:
        query.QueryError: a value is not on offer; the sentence says which.
        SnapshotError: the figures are damaged.
    """
    snapshot = store.current()
    given = urlencode({short: text for short, text in parameters.items() if text}, safe=url.BETWEEN)
    asked = query.parse(given, TABLES[name], query.iso3_by_code(snapshot))
    table, _ = query.requested(asked, TABLES[name], snapshot)
    answer = json.loads(formats.as_json(table, snapshot, ""))
    rows = answer["rows"]
    return {**answer, "rows": rows[:MOST_ROWS], "rows_left_out": max(len(rows) - MOST_ROWS, 0)}
