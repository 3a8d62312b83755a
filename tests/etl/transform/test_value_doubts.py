"""Values that cannot be true, in small series made by hand; and true values that look alike and are not doubted."""

from __future__ import annotations

import pandas as pd

from etl.transform import value_doubts

NAMES = {"AAA": "Alpha", "BBB": "Beta", "GUM": "Guam", "NCL": "New Caledonia"}


def table(**series: dict[int, float]) -> pd.DataFrame:
    rows = [(iso3, year, value) for iso3, values in series.items() for year, value in values.items()]
    return pd.DataFrame(rows, columns=["iso3", "year", "value"])


def others(count: int = 60, value=lambda n, year: 20 + n + (year * 7 + n) % 5 + n / 7 + year / 3e4) -> dict:
    """Return places with plausible values that differ."""
    return {f"X{n:02}": {year: value(n, year) for year in range(1980, 2010)} for n in range(count)}


def doubts(kind: str, is_share: bool = True, **series: dict[int, float]) -> list[tuple]:
    found = value_doubts.of_series(table(**series), "S", is_share=is_share, names=NAMES)
    assert (found.series == "S").all()
    return list(found[found.kind == kind].drop(columns=["series", "kind"]).itertuples(index=False, name=None))


def test_plausible_series_raise_no_doubt():
    assert value_doubts.of_series(table(**others()), "S", is_share=True, names=NAMES).empty


def test_a_run_of_zeros_before_a_usual_value_is_doubted():
    brazil = {year: 0.0 for year in range(1980, 1990)} | {year: 11.46 + year % 3 for year in range(1990, 2010)}
    assert doubts("zeros", BRA=brazil, **others()) == [
        ("BRA", 1980, 1989, "exactly 0 in every year of 1980–1989, 12.5 in 1990: possibly not measured")
    ]


def test_a_single_zero_at_the_end_of_a_quantity_is_doubted():
    bahrain = {year: 10_700.0 + year for year in range(1990, 2009)} | {2009: 0.0}
    assert doubts("zeros", is_share=False, BHR=bahrain, **others()) == [
        ("BHR", 2009, 2009, "exactly 0 in 2009, 12,708 in 2008: possibly not measured")
    ]


def test_a_share_that_grows_from_zero_through_small_values_is_not_doubted():
    grown = {year: max(0.0, year - 1990) * 0.7 for year in range(1980, 2010)}
    assert doubts("zeros", AAA=grown, **others()) == []


def test_a_first_coal_plant_is_not_doubted_as_many_economies_burn_no_coal():
    laos = {year: 0.0 for year in range(1980, 2000)} | {year: 13.9 + year % 3 for year in range(2000, 2010)}
    none = {f"Y{n:02}": {year: 0.0 for year in range(1980, 2010)} for n in range(5)}
    assert doubts("zeros", LAO=laos, **none, **others()) == []


def test_years_in_which_nearly_all_economies_fall_to_zero_are_doubted():
    fallen = {iso3: values | {2008: 0.0, 2009: 0.0} for iso3, values in others().items()}
    before = fallen["X03"][2007]
    reason = f"exactly 0 in every year of 2008–2009, and in nearly all economies, {before:.3g} in 2007"
    found = doubts("zeros", **fallen)
    assert len(found) == len(fallen)
    assert ("X03", 2008, 2009, f"{reason}: possibly not measured") in found
    half = {iso3: fallen[iso3] if at % 2 else values for at, (iso3, values) in enumerate(others().items())}
    assert doubts("zeros", **half) == []  # half of them may be without it


def test_an_invention_that_no_economy_has_at_first_is_not_doubted():
    new = {
        iso3: {1990: 0.0} | {year: value for year, value in values.items() if year >= 2000}
        for iso3, values in others().items()
    }
    assert doubts("zeros", **new) == []


def test_a_rate_that_passes_through_zero_is_not_doubted():
    rate = {year: 0.0 if year == 1999 else -3.0 for year in range(1990, 2010)}
    assert doubts("zeros", AAA=rate, **others()) == []
    assert doubts("odd value", AAA=rate | {1999: 0.001}, **others()) == []


def test_a_value_repeated_for_twenty_years_is_doubted():
    for years, found in ((20, [("AAA", 1985, 2004)]), (19, [])):
        fixed = {year: 7.25 if 1985 <= year < 1985 + years else 8 + year % 7 for year in range(1980, 2010)}
        assert [row[:3] for row in doubts("constant", AAA=fixed, **others())] == found


def test_full_access_and_land_areas_are_not_doubted_for_being_constant():
    full = {year: 100.0 for year in range(1980, 2010)}
    assert doubts("constant", AAA=full, **others()) == []
    areas = {f"Y{n:02}": dict.fromkeys(range(1980, 2010), 10.5 + n) for n in range(4)}  # 4 of 64 places
    assert doubts("constant", **areas, **others()) == []


def test_a_value_a_hundredth_or_a_hundred_times_its_neighbours_is_doubted():
    usual = {year: 30.0 + year % 3 for year in range(1990, 2010)}
    for wrong in (0.3, 3000.0):
        (found,) = doubts("odd value", AAA=usual | {2000: wrong}, **others())
        assert found[:3] == ("AAA", 2000, 2000)
    assert doubts("odd value", AAA=usual | {2000: 3.0}, **others()) == []


def test_a_drought_is_no_slip_of_digits_where_other_economies_fall_to_zero():
    albania = {2009: 0.0132, 2010: 0.0132, 2011: 1.41, 2012: 0.0132}
    none = {f"Y{n:02}": {year: 0.0 for year in range(1980, 2010)} for n in range(5)}
    assert doubts("odd value", ALB=albania, **none, **others()) == []


ACCESS = {1990: 99.8443, 1991: 99.8758, 1992: 99.9068, 1993: 99.9372, 1994: 99.9651}


def test_one_series_for_two_places_is_doubted_and_years_of_100_percent_do_not_count():
    full = dict.fromkeys(range(1995, 2010), 100.0)
    found = doubts("twin", GUM=ACCESS | full, NCL=ACCESS | full, AAA=full, BBB=full, **others())
    assert found == [
        ("GUM", 1990, 1994, "the same values as New Caledonia in 5 years: one series for 2 places"),
        ("NCL", 1990, 1994, "the same values as Guam in 5 years: one series for 2 places"),
    ]


def test_rounded_values_that_agree_by_chance_are_not_doubted():
    rounded = {year: round(4.1 - (year - 2000) / 10, 1) for year in range(2000, 2010)}
    assert doubts("twin", AAA=rounded, BBB=rounded | {1999: 9.9}, **others()) == []


def thin(counts: dict[int, int], world: list[int], members: int = 40) -> list[tuple]:
    places = [f"E{n:02}" for n in range(members)]
    rows = [(iso3, year, 1.0) for year, count in counts.items() for iso3 in places[:count]]
    values = pd.DataFrame([*rows, *(("WLD", year, 1.0) for year in world)], columns=["iso3", "year", "value"])
    found = value_doubts.of_aggregates(values, "S", {"WLD": frozenset(places)})
    return list(found[["iso3", "first_year", "last_year", "reason"]].itertuples(index=False, name=None))


def test_an_aggregates_latest_year_with_far_fewer_economies_is_doubted():
    counts = {2021: 40, 2022: 40, 2023: 40, 2024: 31, 2025: 10}
    assert thin(counts, [2021, 2022, 2023, 2024, 2025]) == [
        ("WLD", 2024, 2025, "10 of its 40 economies have a value in 2025, 40 in 2021: an incomplete year")
    ]
    assert thin(counts | {2025: 0, 2024: 36}, [2021, 2022, 2023, 2024]) == []  # 36 of 40 are just enough
    assert thin({2000: 10, 2001: 10, 2002: 40}, [2000, 2001, 2002]) == []  # early years are not "latest"
