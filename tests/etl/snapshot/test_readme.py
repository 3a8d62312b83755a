"""data/README.md lists every indicator, every absent one, every column, and the origin of the figures."""

from __future__ import annotations

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


def test_every_indicator_has_a_row_with_unit_years_and_vintage(text):
    assert (
        "| People | Population | people | 2000–2001 | 3 "
        "| [SP.POP.TOTL](https://data.worldbank.org/indicator/SP.POP.TOTL) | 2026-07-13 |"
    ) in text()


def test_a_kept_series_is_marked_and_a_fresh_one_is_not(text):
    rows = [line for line in text().splitlines() if "https://data.worldbank.org/indicator/" in line]
    assert ["(kept from an earlier refresh)" in row for row in rows] == [False, True]


def test_absent_indicators_are_listed_with_the_reason(text):
    written = text()
    assert "## Configured indicators without values at the last refresh (1)" in written
    assert "| CO₂ emissions | EN.GHG.CO2.MT | the service holds no values |" in written


def test_without_absent_indicators_their_heading_is_left_out(text):
    fresh = {code: {"state": "fresh", "title": code} for code in ("SP.POP.TOTL", "EG.ELC.ACCS.ZS")}
    assert "without values" not in text(series=fresh)


def test_every_table_file_and_column_is_described(text, data_dir):
    written = text()
    for table in tables.TABLES:
        assert f"### {table.name}" in written
        entry = published_in(data_dir).catalog["tables"][table.name]
        assert f"| `{entry['file']}` | {entry['rows']:,} |" in written
        for column in table.columns:
            assert f"| `{column.name}` | {column.dtype} | {column.unit} | {column.description} |" in written


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
