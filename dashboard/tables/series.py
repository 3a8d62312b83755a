"""The table of all series: title, unit, topic, coverage, database, vintage, licence, and which are absent and why."""

from __future__ import annotations

from dashboard.snapshot import provenance
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import count, text, years
from dashboard.tables.table import Table


def series_table(snapshot: Snapshot, _selection: Selection) -> Table:
    """Return a row for each series, those with values first."""
    listed = provenance.every_series(snapshot)
    topics = dict(zip(snapshot.indicators.id, snapshot.indicators.topic, strict=True))
    return Table(
        "series",
        "All series",
        (
            text("series", "Code", [one.code for one in listed]),
            text("title", "Title", [one.title for one in listed]),
            text("unit", "Unit", [one.unit for one in listed]),
            text("topic", "Topic", [topics.get(one.code, "") for one in listed]),
            years([one.first_year or None for one in listed], "First year", name="first_year"),
            years([one.last_year or None for one in listed], "Last year", name="last_year"),
            count("economies", "Economies", [one.economies or None for one in listed], "economies"),
            text("dataset", "Database and name there", [one.dataset for one in listed]),
            text("vintage", "Updated by the source", [one.vintage for one in listed]),
            text("state", "State", [one.state for one in listed]),
            text("reason", "Reason", [one.reason for one in listed]),
            text("licence", "Licence", [one.licence for one in listed]),
            text("definition", "Definition", [one.definition for one in listed]).off_page(),
            text("producer", "Producer", [one.producer for one in listed]).off_page(),
            text("link", "Link", [one.link for one in listed]).off_page(),
        ),
        (),
    )
