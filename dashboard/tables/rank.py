"""The tables of Rank: economies in order, and the stripes of every economy."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.projected_rank import selected_ranking
from dashboard.analysis.rank import Ranking
from dashboard.analysis.rank_references import places, references
from dashboard.analysis.stripes import stripes
from dashboard.snapshot import doubts, economies, tolerance
from dashboard.snapshot.codes import SCENARIOS, slug
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import Column, constant, count, interval, measured, text, years
from dashboard.tables.table import WEATHER_ONLY, Table, decimals_of, filter_notes, source_code, value_of
from dashboard.text import emergence, rank, rank_references

STRIPES_CHOICES = ("baseline", "region", "income")
"""The choices that the stripes' table follows."""


def stripes_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the anomalies that the stripes of Rank are coloured by: a row an economy and year, most warming first."""
    listed = economies.economies(snapshot)
    codes = np.array(listed.iso3)[listed.mask(selection.region, selection.income)]
    shown = stripes(snapshot, selection.baseline).of(set(codes.tolist()))
    baseline = "–".join(map(str, selection.baseline))
    values = shown.anomaly_c.ravel()
    has_value = np.isfinite(values)
    span = f", {shown.years[0]}–{shown.years[-1]}" if shown.iso3 else ""
    return Table(
        f"stripes-{baseline.replace('–', '-')}",
        f"Annual temperature anomaly of every country from its {baseline} mean{span}",
        (
            text("name", "Country", np.repeat(np.array(shown.name, object), shown.years.size)[has_value]),
            text("iso3", "ISO code", np.repeat(np.array(shown.iso3, object), shown.years.size)[has_value]),
            years(np.tile(shown.years, len(shown.iso3))[has_value]),
            measured("anomaly_c", f"Anomaly from {baseline}", "°C", values[has_value], 2),
        ),
        (TEMPERATURE,),
        baseline=baseline,
        notes=(*filter_notes(snapshot, selection), "In the order of the stripes: largest change first."),
    )


RANK_CHOICES = (
    "rank_by", "rank_order", "year", "projected_until", "scenario", "region", "income", "country", "countries",
)  # fmt: skip
"""The choices that each table follows."""


def rank_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the economies in the order ranked, with the range of ranks that their intervals allow."""
    shown = selected_ranking(snapshot, selection)
    about = shown.quantity
    rows = len(shown.iso3)
    columns = [
        count("rank", "Rank", shown.ranks.astype(int)),
        text("name", "Country", list(shown.name)),
        text("iso3", "ISO code", list(shown.iso3)),
        text("region", "Region", list(shown.region)),
        constant("series", about.id, rows),
        value_of(about, shown.value),
        constant("unit", about.unit, rows),
    ]
    notes = filter_notes(snapshot, selection)
    if shown.not_emerged:
        notes.append(f"{emergence.counted(shown.pending, shown.not_emerged)}; they are not ranked.")
    if shown.missing:
        notes.append(f"Not ranked (no value): {shown.missing} of {shown.missing + len(shown.iso3)} countries.")
    if about.window:
        columns.append(constant("window", about.window, rows))
    if shown.scenario:
        columns += _of_models(shown)
        notes.append(rank.MODELLED)
    if shown.rank_ranges is not None:
        columns += _ranges(shown)
        notes.append(rank.RANK_RANGES)
    if shown.value_years is not None:
        columns.append(years(shown.value_years))
        notes.append(tolerance.note())
    notes += rank_references.notes(shown, references(snapshot, shown, places(snapshot, selection)))
    span = about.window or str(shown.year)
    order = rank.extremes(about, selection.rank_order == "ascending")[0]
    scenario = f"-{shown.scenario}" if shown.scenario else ""
    return Table(
        f"rank-{slug(about.id)}{scenario}-{slug(span)}",
        f"{about.title}, {about.window_in_words or shown.year}, {order} first",
        tuple(columns),
        (source_code(about),),
        baseline=about.base_period,
        notes=tuple(notes),
        intervals="" if shown.rank_ranges is None else WEATHER_ONLY,
    )


def _of_models(shown: Ranking) -> list[Column]:
    """Return the scenario, and the 10th and 90th percentile of the models where any is published."""
    ends = (("p10_c", "10th percentile", shown.low95), ("p90_c", "90th percentile", shown.high95))
    return [
        constant("scenario", SCENARIOS[shown.scenario], len(shown.iso3)),
        *(measured(name, title, "°C", end, 2) for name, title, end in ends if np.isfinite(end).any()),
    ]


def _ranges(shown: Ranking) -> list[Column]:
    """Return the intervals of the values, the ranks that they allow, and the reasons for doubt."""
    assert shown.rank_ranges is not None
    about = shown.quantity
    return [
        *interval(shown.low95, shown.high95, about.unit, decimals_of(about)),
        text("rank_range", "Rank range (95 %)", [rank.rank_range(shown, row) for row in range(len(shown.iso3))]),
        count("rank_low95", "Best rank", shown.rank_ranges[:, 0]).off_page(),
        count("rank_high95", "Worst rank", shown.rank_ranges[:, 1]).off_page(),
        text("doubt", "Data quality", ["; ".join(own.values()) for own in shown.doubt]),
        text(
            "doubt_kinds",
            "Kind of doubt",
            [", ".join(doubts.LABELS[kind] for kind in own) for own in shown.doubt],
        ),
    ]
