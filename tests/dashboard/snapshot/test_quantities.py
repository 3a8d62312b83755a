"""Number format, default scale and bounds of a series, from the table of indicators, and where the page uses them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dashboard.analysis.indicator import indicator_data
from dashboard.analysis.map_values import MapKey
from dashboard.analysis.world_map import map_values
from dashboard.charts import indicator as chart
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.quantities import UNBOUNDED, quantities
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.tables.registry import TABLES
from dashboard.text import indicator as words
from dashboard.text import world_map

ELECTRICITY, CO2 = "EG.ELC.ACCS.ZS", "EN.GHG.CO2.PC.CE.AR5"


def with_columns(snapshot: Snapshot, **columns: Any) -> Snapshot:
    """Return the snapshot with these columns of every indicator."""
    return replace(snapshot, indicators=snapshot.indicators.assign(**columns))


def older(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot as one too old to have number formats (`newer_columns`)."""
    return with_columns(
        snapshot, decimals=-1, log_by_default=False, lower_bound=np.nan, upper_bound=np.nan, quantity_kind=""
    )


def test_a_share_has_its_decimals_and_bounds(shipped: Snapshot):
    found = quantities(shipped)[ELECTRICITY]
    assert (found.decimals, found.bounds, found.is_logarithmic) == (1, (0.0, 100.0), False)
    assert found.is_of_hundred


def test_values_over_many_orders_of_magnitude_decide_one_by_one_but_for_people(shipped: Snapshot):
    log = with_columns(shipped, log_by_default=True, decimals=1, quantity_kind="amount")
    assert quantities(log)[ELECTRICITY].decimals is None
    assert quantities(log)[ELECTRICITY].is_logarithmic
    people = with_columns(shipped, log_by_default=True, decimals=0, quantity_kind="count")
    assert quantities(people)[ELECTRICITY].decimals == 0


def test_an_older_snapshot_has_no_formats(shipped: Snapshot):
    found = quantities(older(shipped))[ELECTRICITY]
    assert (found.decimals, found.bounds, found.is_logarithmic) == (None, UNBOUNDED, False)


@pytest.mark.parametrize(("decimals", "text"), [(0, "76"), (1, "76.2"), (-1, "76.2")])
def test_sentence_end_of_the_line_tooltip_and_map_have_the_decimals_of_the_series(
    shipped: Snapshot, decimals: int, text: str
):
    snapshot = with_columns(shipped, decimals=decimals, log_by_default=False)
    data = indicator_data(snapshot, "KEN", ELECTRICITY, "none")
    data = replace(data, values=np.where(np.isfinite(data.values), 76.2304, np.nan))
    assert f": {text} % of population in " in words.sentence(data)
    assert chart.latest(data) == f"Kenya {text}\N{NO-BREAK SPACE}%"
    shown = map_values(snapshot, MapKey(INDICATOR, indicator=ELECTRICITY))
    assert world_map.amount_of(shown, 76.2304) == text


def test_the_page_s_table_has_the_decimals_of_the_series_and_the_file_the_published_values(shipped: Snapshot):
    """Norway emits 7 to 10 t of CO2 per person: four digits have three decimals, the series has two."""
    columns = []
    for snapshot, decimals in ((shipped, 2), (older(shipped), 3)):
        selection = new_selection(snapshot)
        selection.param.update(country="NOR", indicator=CO2)
        column = next(one for one in TABLES["indicator"].make(snapshot, selection).columns if one.name == "value")
        assert {len(text.partition(".")[2]) for text in column.formatted if text} == {decimals}
        columns.append(column.rounded)
    assert columns[0].equals(columns[1])
    assert columns[0].equals(column.values)


def test_a_place_with_low_values_has_two_digits_in_the_table(shipped: Snapshot):
    snapshot = with_columns(shipped, decimals=0, log_by_default=False)
    selection = new_selection(snapshot)
    selection.param.update(countries=("KEN", "NOR"), compare_quantity=CO2)
    kenya, norway = TABLES["compare"].make(snapshot, selection).wide[1:]
    assert {len(text.partition(".")[2]) for text in kenya.formatted if text} == {2}  # 0.2 to 0.5 t
    assert {len(text.partition(".")[2]) for text in norway.formatted if text} == {1}  # 7 to 10 t
