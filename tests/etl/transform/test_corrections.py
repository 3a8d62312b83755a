"""Corrections of the provider's errors: their effect, notes, expiry, and file format."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from etl.errors import ListError
from etl.transform import corrections
from etl.transform.corrections import Correction

TODAY = date(2026, 11, 21)
ENTRY = """
[[correction]]
series = "A.B"
iso3 = "NAM"
years = [2001, 2002]
action = "drop"
expect = [0, 1]
reason = "A thousandth of its neighbours."
reported = "data@worldbank.org, 2026-11-20"
added = 2026-11-21
expires = 2027-11-30
"""


def correction(**other) -> Correction:
    default = {
        "series": "A.B",
        "iso3": "NAM",
        "first_year": 2001,
        "last_year": 2002,
        "value": None,
        "low": 0,
        "high": 1,
    }
    reasons = {"reason": "Why.", "reported": "there", "added": date(2026, 1, 1), "expires": date(2027, 1, 1)}
    return Correction(**(default | reasons | other))


def rows(*values: tuple[str, int, float], series: str = "A.B") -> pd.DataFrame:
    return pd.DataFrame([(series, *value) for value in values], columns=["series", "iso3", "year", "value"])


FIGURES = rows(("BRA", 2001, 0.5), ("NAM", 2000, 0.5), ("NAM", 2001, 0.5), ("NAM", 2002, 500.0), ("NAM", 2003, 0.5))


def applied(rows, entries, today):
    """Return the corrected rows, and the texts of the notes."""
    corrected, notes = corrections.apply(rows, entries, today)
    return corrected, [note.text for note in notes]


def test_only_wrong_values_of_its_country_and_years_are_dropped():
    corrected, notes = applied(FIGURES, [correction()], TODAY)
    assert corrected.value.tolist() == [0.5, 0.5, 500.0, 0.5]
    assert corrected.index.tolist() == [0, 1, 2, 3]
    assert notes == ["correction of A.B NAM 2001–2002: 1 value left out; 1 not from 0 to 1 left unchanged. Why."]


def test_a_wrong_value_is_replaced_without_changing_the_input():
    before = FIGURES.copy()
    corrected, notes = applied(FIGURES, [correction(value=450.0, last_year=2001)], TODAY)
    assert corrected.value.tolist() == [0.5, 0.5, 450.0, 500.0, 0.5]
    assert notes == ["correction of A.B NAM 2001: 1 value replaced by 450. Why."]
    pd.testing.assert_frame_equal(FIGURES, before)


def test_an_applied_correction_is_recorded_field_by_field():
    (dropped,) = corrections.apply(FIGURES, [correction()], TODAY)[1]
    assert dropped.record == {
        "iso3": "NAM",
        "first_year": 2001,
        "last_year": 2002,
        "action": "drop",
        "values": 1,
        "change": "1 value left out; 1 not from 0 to 1 left unchanged",
        "reason": "Why.",
    }
    (replaced,) = corrections.apply(FIGURES, [correction(value=450.0, last_year=2001)], TODAY)[1]
    assert (replaced.record["action"], replaced.record["change"]) == ("replace", "1 value replaced by 450")
    (expired,) = corrections.apply(FIGURES, [correction(expires=date(2026, 11, 20))], TODAY)[1]
    assert (expired.record, expired.is_applied) == ({}, False)


def test_a_star_matches_every_country():
    corrected, notes = applied(FIGURES, [correction(iso3="*")], TODAY)
    assert corrected.iso3.tolist() == ["NAM", "NAM", "NAM"]
    assert "2 values left out" in notes[0]


@pytest.mark.parametrize(
    ("figures", "found"),
    [(rows(("NAM", 2001, 450.0)), "none of 1 value is from 0 to 1"), (rows(("NAM", 1999, 0.5)), "there is no value")],
)
def test_a_correction_without_a_wrong_value_asks_to_be_removed(figures, found):
    corrected, (note,) = applied(figures, [correction()], TODAY)
    pd.testing.assert_frame_equal(corrected, figures)
    assert "no longer needed, remove it" in note
    assert found in note


def test_a_correction_applies_until_its_last_day():
    ends = correction(expires=TODAY)
    assert len(corrections.apply(FIGURES, [ends], TODAY)[0]) == 4
    corrected, notes = applied(FIGURES, [ends], date(2026, 11, 22))
    pd.testing.assert_frame_equal(corrected, FIGURES)
    assert notes == ["correction of A.B NAM 2001–2002: expired on 2026-11-21, not applied; check the figures again"]


def test_corrections_of_other_series_are_ignored():
    corrected, notes = applied(FIGURES, [correction(series="C.D")], TODAY)
    assert (len(corrected), notes) == (5, [])


def test_several_corrections_are_applied_in_order():
    corrected, notes = applied(FIGURES, [correction(), correction(iso3="BRA", value=7.0)], TODAY)
    assert corrected.value.tolist() == [7.0, 0.5, 500.0, 0.5]
    assert len(notes) == 2


def test_entries_are_read_in_order(tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_text(ENTRY + ENTRY.replace('"drop"', '"replace"\nvalue = 450').replace("NAM", "*"), "utf-8")
    first, second = corrections.read_corrections(path)
    assert (first.iso3, first.value, first.low, first.high) == ("NAM", None, 0, 1)
    assert (second.iso3, second.value, second.expires) == ("*", 450, date(2027, 11, 30))
    path.write_text("# none\n", "utf-8")
    assert corrections.read_corrections(path) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('series = "A.B"', 'series = "A B"', "series 'A B' is not a code"),
        ('"NAM"', '"Namibia"', "iso3 'Namibia' is neither"),
        ("[2001, 2002]", "[2002, 2001]", "years [2002, 2001] is not [first, last]"),
        ("[2001, 2002]", "2001", "years 2001 is not"),
        ('"drop"', '"delete"', "action 'delete' is neither drop nor replace"),
        ('"drop"', '"drop"\nvalue = 5', "there is a value, but the action is drop"),
        ('"drop"', '"replace"', "value is not a number"),
        ('"drop"', '"replace"\nvalue = 0.5', "value 0.5 is itself within expect"),
        ("[0, 1]", "[1, 0]", "expect [1, 0] is not [lowest, highest]"),
        ('"A thousandth of its neighbours."', '" "', "reason is empty"),
        ('reported = "data@worldbank.org, 2026-11-20"', "", "reported is missing"),
        ("added = 2026-11-21", 'added = "today"', "added 'today' is not a date"),
        ("expires = 2027-11-30", "expires = 2026-11-21", "it expires on 2026-11-21, not after it was added"),
        ("expires = 2027-11-30", "expires = 2027-11-30\nwho = 1", "unknown field 'who'"),
        ("[[correction]]", "[correction]", "in double brackets"),
        ("[[correction]]", "[[corection]]", "in double brackets"),
        ("expires = 2027-11-30", "expires =", "cannot be read"),
    ],
)
def test_each_error_in_the_file_has_its_message(tmp_path, old, new, sentence):
    path = tmp_path / "mine.toml"
    assert old in ENTRY
    path.write_text(ENTRY.replace(old, new), "utf-8")
    with pytest.raises(ListError) as fault:
        corrections.read_corrections(path)
    assert str(fault.value).startswith("mine.toml")
    assert sentence in str(fault.value)


def test_all_errors_are_reported_at_once_with_their_entry(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(ENTRY + ENTRY.replace("[0, 1]", "[1, 0]").replace('"drop"', '"delete"'), "utf-8")
    with pytest.raises(ListError) as fault:
        corrections.read_corrections(path)
    assert [line.partition(": ")[0] for line in str(fault.value).split("\n")] == ["mine.toml", "entry 2"]


def test_the_shipped_file_is_valid_and_names_no_value_twice():
    shipped = corrections.read_corrections()
    assert shipped
    assert len({(each.series, each.iso3, each.first_year) for each in shipped}) == len(shipped)
    assert all(each.reason.endswith(".") for each in shipped)
