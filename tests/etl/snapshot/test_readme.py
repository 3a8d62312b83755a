"""data/README.md lists tables, columns, featured and absent indicators, and the origin of the figures, below 30 kB."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.contract import tables
from etl.snapshot import readme
from etl.sources.services import Services
from tests.helpers.tiny_tables import ABOUT, publish, published_in, valid_tables


@pytest.fixture
def text(data_dir):
    def write(**about) -> str:
        return readme.text(publish(data_dir, valid_tables(), ABOUT | about), valid_tables()["indicators"])

    return write


def test_a_featured_indicator_has_a_row_with_unit_years_and_vintage(text):
    written = text()
    assert "| People | Population | people | 2000–2001 | 3 | `SP.POP.TOTL` | 2026-07-13 |" in written
    assert "By topic: " in written
    assert "People 1" in written


def test_a_kept_series_is_marked_and_a_fresh_one_is_not(text):
    rows = [line for line in text().splitlines() if line.startswith(("| People", "| Energy"))]
    assert ["(kept from an earlier refresh)" in row for row in rows] == [False, True]


def test_absent_indicators_are_listed_with_the_reason(text):
    written = text()
    assert "## Configured indicators without values at the last refresh (1)" in written
    assert "| CO₂ emissions | EN.GHG.CO2.MT | the service holds no values |" in written


def test_without_absent_indicators_their_heading_is_left_out(text):
    fresh = {code: {"state": "fresh", "title": code} for code in ("SP.POP.TOTL", "EG.ELC.ACCS.ZS")}
    assert "without values" not in text(series=fresh)


def test_every_table_file_and_column_is_listed(text, data_dir):
    written = text()
    for table in tables.TABLES:
        entry = published_in(data_dir).catalog["tables"][table.name]
        assert f"| `{entry['file']}` | {entry['rows']:,} |" in written
        (row,) = [line for line in written.splitlines() if line.startswith(f"| `{table.name}` |")]
        for column in table.columns:
            assert f"`{column.name}`{f' ({column.unit})' if column.unit else ''}" in row


def test_only_featured_series_are_listed_in_their_order(data_dir):
    catalog = publish(data_dir, valid_tables())
    shown = valid_tables()["indicators"].assign(featured=[0, 1])
    written = readme.text(catalog, shown)
    assert "`EG.ELC.ACCS.ZS` |" in written
    assert "`SP.POP.TOTL` |" not in written
    reversed_order = readme.text(catalog, valid_tables()["indicators"].assign(featured=[2, 1]))
    assert reversed_order.index("`EG.ELC.ACCS.ZS` |") < reversed_order.index("`SP.POP.TOTL` |")


@pytest.mark.parametrize("featured", [True, False])
def test_with_any_number_of_series_the_file_is_below_30_kb(data_dir, featured: bool):
    """Of 2,000 series, 500 absent ones, and hundreds of corrections, each with as long a text as a service may send."""
    catalog, row = publish(data_dir, valid_tables()), valid_tables()["indicators"].iloc[:1]
    names = {
        "topic": [f"Topic {at % 60}" for at in range(2000)],
        "id": [f"AB.CDE.FGH.IJK.{at:04}.ZS" for at in range(2000)],
    }
    many = pd.concat([row] * 2000, ignore_index=True).assign(
        **names,
        featured=[at + 1 if featured and at < 60 else 0 for at in range(2000)],
        title="Short title of a series | in words",
        unit="% of gross domestic product",
    )
    long = "A sentence of a service. " * 50
    states = [{"state": "fresh", "title": "T", "notes": [long], "left_out": [long]} for _ in range(2000)]
    absent = {f"X.{at}": {"state": "absent", "title": long, "reason": long} for at in range(500)}
    series = dict(zip(names["id"], states, strict=True)) | absent
    written = readme.text(catalog | {"series": series}, many)
    assert len(written.encode()) < 30_000 - 3_500 - 3_000  # of a real snapshot's model and projections
    assert "## 2,000 indicators" in written
    assert "495 more are in `catalog.json`, under `series`." in written
    assert written.count("1,995 more are in `catalog.json`") == 2


def test_figures_from_a_mirror_are_dated_by_their_vintages(text):
    official = text()
    assert "The figures were read from the publishers' own services." in official
    assert "Their dates are the vintages" not in official
    mirrored = text(origin=Services(world_bank="http://127.0.0.1:8080/v2").origin("As republished."))
    assert "Their dates are the vintages below, not the day of publication." in mirrored
    assert "As republished." in mirrored


def test_a_message_of_a_service_does_not_break_the_table(text):
    series = ABOUT["series"] | {"X.Y": {"state": "absent", "title": "X", "reason": "first line\nsecond | third"}}
    (row,) = [line for line in text(series=series).splitlines() if "X.Y" in line]
    assert row == r"| X | X.Y | first line second \| third |"


def test_each_climate_product_has_a_row_with_its_state(text):
    kept = {
        "title": "Monthly precipitation, CRU TS",
        "state": "kept",
        "release": "CRU TS 4.08",
        "period": "1901–2023",
        "reason": "status | 503",
        "stale_since": "2026-05-01T08:00:00+00:00",
    }
    written = text(climate=ABOUT["climate"] | {"cru_pr_monthly": kept})
    assert "| Annual mean temperature, CRU TS | CRU TS 4.09 | 1901–2024 | fresh |" in written
    assert "| Monthly mean temperature, ERA5 |  |  | absent: status 503 |" in written
    assert (
        r"| Monthly precipitation, CRU TS | CRU TS 4.08 | 1901–2023 | kept since 2026-05-01: status \| 503 |" in written
    )


def test_a_readme_matches_one_snapshot_only(data_dir):
    indicators = valid_tables()["indicators"]
    catalog = publish(data_dir, valid_tables())
    written = readme.text(catalog, indicators)
    assert not readme.belongs(published_in(data_dir).text(readme.FILE), catalog)  # there is no file yet
    (data_dir / readme.FILE).write_text(written, "utf-8")
    assert readme.belongs(published_in(data_dir).text(readme.FILE), catalog)
    warmer = valid_tables() | {"temperature": valid_tables()["temperature"].assign(temperature_c=20.0)}
    later = publish(data_dir, warmer, ABOUT | {"checked_at": "2026-12-01T00:00:00+00:00"})
    assert not readme.belongs(written, later)
    assert readme.belongs(readme.text(later, indicators), later)


def test_values_left_out_by_rule_have_a_section_only_if_there_are_any(text):
    assert "left out by rule" not in text()
    series = ABOUT["series"] | {"SP.POP.TOTL": {"state": "fresh", "title": "Population", "left_out": ["1 value: ANT"]}}
    assert "## Values left out by rule\n\n- SP.POP.TOTL: 1 value: ANT\n" in text(series=series)
