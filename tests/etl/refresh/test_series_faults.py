"""A faulty series never affects the others: it keeps its last good values, or is absent, with the reason."""

from __future__ import annotations

import pytest

from etl.errors import ContractError, SourceError
from etl.refresh.series import MIRROR_LACKS
from tests.helpers.tiny_tables import published_in
from tests.helpers.tiny_world import AGGREGATES, CONFIGURED, ServedSeries

POWER = "EG.ELC.ACCS.ZS"


def states(outcome) -> dict[str, str]:
    return {series.entry.code: series.state for series in outcome.series}


def set_header(**entries):
    return lambda answer: answer[0].update(entries)


def set_row(**entries):
    return lambda answer: answer[1][0].update(entries)


def out_of_order(world):
    world.down.add(POWER)
    world.release(POWER)


def corrupt(change, page=1):
    def do(world):
        world.series[POWER].rows_a_page = 25  # 40 rows: two pages
        world.release(POWER)
        world.corrupt[(POWER, page)] = change

    return do


def value(new):
    return lambda world: world.series[POWER].values.update({("FRA", 2002): new})


def value_for(code, year=2002, new=50.0):
    return lambda world: world.series[POWER].values.update({(code, year): new})


FAULTS = {
    "500 every time": (out_of_order, "gave no usable answer in 2 tries: status 500", 2),
    "unknown to the service": (
        lambda world: world.series.pop(POWER),
        "The provided parameter value is not valid (message 120)",
        0,
    ),
    "no values": (lambda world: world.series[POWER].values.clear(), MIRROR_LACKS, 0),
    "only nulls": (
        lambda world: world.series[POWER].values.update(dict.fromkeys(world.series[POWER].values)),
        MIRROR_LACKS,
        0,
    ),
    "above the range": (value(100.5), "EG.ELC.ACCS.ZS: 1 values outside 0 to 100, the first is 100.5", 1),
    "below the range": (value(-1), "EG.ELC.ACCS.ZS: 1 values outside 0 to 100, the first is -1", 1),
    "regions of countries": (
        lambda world: setattr(world.series[POWER], "values", {(f"R{n:02}", 2000): 80.0 for n in range(60)}),
        "EG.ELC.ACCS.ZS: values for 60 codes in no list of countries, such as R00, R01, R02",
        1,
    ),
    "no economy at all": (
        lambda world: setattr(world.series[POWER], "values", {("WLD", 2000): 80.0, ("HIC", 2000): 99.0}),
        "EG.ELC.ACCS.ZS: values for aggregates only, none for an economy",
        1,
    ),
    "year beyond the calendar": (
        value_for("FRA", 2999),
        "observations.year: 1 values outside 1901 to 2100, the first is 2999",
        1,
    ),
    "rows missing": (corrupt(lambda answer: answer[1].pop(), 2), "39 rows came of 40 announced", 2),
    "changed between pages": (corrupt(set_header(lastupdated="2026-01-01"), 2), "changed between page 1 and page 2", 2),
    "another indicator's row": (
        corrupt(set_row(indicator={"id": "SP.POP.TOTL", "value": ""}), 2),
        "the answer holds rows of SP.POP.TOTL",
        2,
    ),
    "the same row twice": (
        corrupt(lambda answer: answer[1].__setitem__(1, answer[1][0])),
        "more than one row for BR 2000",
        2,
    ),
    "one country under two codes": (
        corrupt(set_row(country={"id": "FRA", "value": "France"}, countryiso3code="FRA", date="2001")),
        "1 repeated keys, the first is EG.ELC.ACCS.ZS, FRA, 2001",
        1,
    ),
}


@pytest.mark.parametrize(("fault", "reason", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_series_keeps_its_last_good_values(world, start, refresh, tables, fault, reason, code):
    before = tables()
    fault(world)
    world.series["SP.POP.TOTL"].values[("BRA", 2004)] = 7.0
    outcome = refresh()

    assert states(outcome) == {"SP.POP.TOTL": "fresh", POWER: "kept", "NY.GDP.PCAP.KD": "unchanged"}
    entry = outcome.catalog["series"][POWER]
    assert reason in entry["reason"]
    assert entry["stale_since"] == start.catalog["checked_at"]
    assert outcome.exit_code == code
    assert not entry["reason"].startswith(("'", '"'))
    after = tables()
    kept = [frame["observations"].query("series == @POWER").reset_index(drop=True) for frame in (before, after)]
    assert kept[0].equals(kept[1])
    described = [frame["indicators"].set_index("id").loc[POWER] for frame in (before, after)]
    assert described[0].equals(described[1])
    fresh = after["observations"].query("series == 'SP.POP.TOTL' and iso3 == 'BRA' and year == 2004")
    assert fresh.value.to_list() == [7.0]


@pytest.mark.parametrize(
    ("fault", "reason", "code"),
    [
        pytest.param(*case, id=name, marks=() if at % 4 == 0 else pytest.mark.exhaustive)
        for at, (name, case) in enumerate(FAULTS.items())
    ],
)
def test_a_series_faulty_from_the_start_is_absent_with_its_reason(world, refresh, tables, fault, reason, code):
    fault(world)
    outcome = refresh()
    assert states(outcome) == {"SP.POP.TOTL": "fresh", POWER: "absent", "NY.GDP.PCAP.KD": "fresh"}
    assert outcome.exit_code == code
    assert reason in outcome.catalog["series"][POWER]["reason"]
    assert POWER not in set(tables()["indicators"].id) | set(tables()["observations"].series)


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (value_for("ANT", 2000), "1 value left out, of places in no list of countries: ANT"),
        (
            corrupt(set_row(country={"id": "", "value": ""}, countryiso3code="")),
            "1 value left out, of places in no list of countries: no code",
        ),
    ],
    ids=["a former state", "no country at all"],
)
def test_an_unknown_place_costs_itself_and_not_the_series(world, start, refresh, tables, fault, named):
    before = tables()["observations"].query("series == @POWER")
    fault(world)
    world.series[POWER].values[("BRA", 2004)] = 77.0
    world.release(POWER)
    outcome = refresh()
    assert (states(outcome)[POWER], outcome.exit_code) == ("fresh", 0)
    assert outcome.catalog["series"][POWER]["left_out"] == [named]
    after = tables()["observations"].query("series == @POWER")
    assert len(before) - len(after) == (1 if "no code" in named else 0)
    assert after.query("iso3 == 'BRA' and year == 2004").value.to_list() == [77.0]
    # It is still reported if the next refresh finds nothing new.
    assert states(refresh())[POWER] == "unchanged"
    assert refresh().catalog["series"][POWER]["left_out"] == [named]


def test_a_series_that_recovers_is_fresh_again(world, start, refresh, tables):
    out_of_order(world)
    assert states(refresh())[POWER] == "kept"
    world.down.clear()
    world.series[POWER].values[("NAM", 2003)] = 99.0
    outcome = refresh()
    assert states(outcome)[POWER] == "fresh"
    assert "reason" not in outcome.catalog["series"][POWER]
    assert tables()["observations"].query("series == @POWER and iso3 == 'NAM' and year == 2003").value.item() == 99.0


def test_a_series_kept_repeatedly_keeps_its_fetch_date(world, start, refresh, tables):
    read_at = tables()["indicators"].set_index("id").fetched_at[POWER]
    out_of_order(world)
    refresh()
    refresh()
    assert tables()["indicators"].set_index("id").fetched_at[POWER] == read_at


def test_aggregates_do_not_count_as_economies(world, refresh, tables):
    world.series[POWER] = ServedSeries(
        "Power (%)", {(code, 2001): 1.0 for code in (*AGGREGATES, "NAM") if code != "HIC"}
    )
    refresh()
    power = tables()["indicators"].set_index("id").loc[POWER]
    assert power.countries == 1


def test_failing_of_all_series_at_first_is_an_outage(world, refresh):
    world.down |= {entry.code for entry in CONFIGURED}
    with pytest.raises(SourceError, match="no series could be fetched from http://localhost"):
        refresh()


def test_failing_of_all_series_keeps_them_and_updates_other_sources(world, start, refresh, tables):
    world.down |= {entry.code for entry in CONFIGURED}
    world.release(POWER)
    world.climate["BRA"][2024] += 0.5
    outcome = refresh()
    assert set(states(outcome).values()) == {"kept"}
    assert outcome.exit_code == 2
    brazil = tables()["temperature"].set_index(["iso3", "year"]).temperature_c["BRA", 2024]
    assert brazil == pytest.approx(world.climate["BRA"][2024], abs=0.005)


def deny(world, *codes):
    for code in codes:
        world.series.pop(code)  # message 120 from now on


@pytest.mark.parametrize("empty", [False, True])
def test_denial_of_most_series_at_once_is_reported_as_an_outage(world, start, refresh, tables, empty):
    before = tables()
    for code in [entry.code for entry in CONFIGURED][:2]:
        if empty:
            world.series[code].values.clear()
        else:
            deny(world, code)
    world.release("NY.GDP.PCAP.KD")  # otherwise one look-up of all three would find nothing new
    for third in ("fresh", "unchanged"):
        outcome = refresh()
        assert (outcome.exit_code, list(states(outcome).values())) == (2, ["kept", "kept", third])
        assert outcome.notes == [
            "The service denies 2 of 3 published series asked for, as in an outage: no release removes so many at "
            "once. They keep their last good values."
        ]
        reason = outcome.catalog["series"]["SP.POP.TOTL"]["reason"]
        assert reason.startswith("the service denies 2 of 3 published series asked for, as in an outage; the mirror ")
    assert tables()["observations"].equals(before["observations"])


def test_denial_of_one_series_is_an_answer_even_if_only_it_was_requested(world, start, refresh):
    deny(world, POWER)
    assert (refresh().exit_code, refresh(CONFIGURED[1:2], configured=CONFIGURED).exit_code) == (0, 0)


def test_a_series_that_lost_half_its_countries_is_refused_unless_forced(world, start, refresh, tables):
    values = world.series[POWER].values
    world.series[POWER].values = {key: v for key, v in values.items() if key[0] in ("BRA", "NAM", "FRA", "WLD")}
    outcome = refresh()
    assert (states(outcome)[POWER], outcome.exit_code) == ("kept", 1)
    reason = outcome.catalog["series"][POWER]["reason"]
    assert f"{POWER}: 4 countries instead of 8" in reason
    assert "publish it all the same with --force" in reason
    assert len(tables()["observations"].query("series == @POWER")) == 40
    forced = refresh(force=True)
    assert (states(forced)[POWER], forced.exit_code) == ("fresh", 0)
    assert len(tables()["observations"].query("series == @POWER")) == 20


def test_a_series_that_lost_its_latest_year_is_refused(world, start, refresh):
    values = world.series[POWER].values
    world.series[POWER].values = {key: v for key, v in values.items() if key[1] < 2004}
    assert f"{POWER}: ends in 2003 instead of 2004" in refresh().catalog["series"][POWER]["reason"]


def test_values_1000_times_the_published_ones_are_refused(world, start, refresh):
    gdp = world.series["NY.GDP.PCAP.KD"]
    gdp.values = {key: 1000 * v for key, v in gdp.values.items()}
    outcome = refresh()
    assert (states(outcome)["NY.GDP.PCAP.KD"], outcome.exit_code) == ("kept", 1)
    assert "1000 times the published ones" in outcome.catalog["series"]["NY.GDP.PCAP.KD"]["reason"]


def test_an_economy_without_temperatures_is_refused_even_if_forced(world, refresh):
    del world.climate["NAM"]
    with pytest.raises(ContractError, match="temperature: no series for NAM"):
        refresh(force=True)


SOURCES = {"worldbank": "world_bank", "cckp": "cckp", "naturalearth": "natural_earth"}


@pytest.mark.parametrize("down", SOURCES)
def test_a_source_that_is_down_keeps_its_tables_and_is_marked_stale(world, start, refresh, tables, data_dir, down):
    before = tables()
    world.down.add(down)
    world.series[POWER].values[("NAM", 2003)] = 99.0
    outcome = refresh()
    assert outcome.exit_code == 2
    sources = {source["id"]: source for source in published_in(data_dir).catalog["sources"]}
    stale = sources.pop(SOURCES[down])
    assert (stale["state"], stale["stale_since"]) == ("kept", start.catalog["checked_at"])
    assert "status 500" in stale["reason"]
    assert stale["vintage"]
    # The portal's areas are weighted with the shapes, so without the shapes its temperatures are kept as well.
    kept = {"cckp", "cmip6"} if down in ("cckp", "naturalearth") else set()
    assert {entry["state"] for name, entry in sources.items() if name not in kept} == {"fresh"}
    if down != "worldbank":
        assert states(outcome)[POWER] == "fresh"
        for name in ("countries", "temperature", "warming"):
            assert tables()[name].equals(before[name])
    else:
        assert set(states(outcome).values()) == {"kept"}
        assert tables()["observations"].equals(before["observations"])
    world.down.clear()
    again = refresh()
    assert (again.exit_code, {source["state"] for source in again.catalog["sources"]}) == (0, {"fresh"})


def test_a_total_outage_does_not_even_update_the_catalog(world, start, refresh, data_dir):
    before = (data_dir / "catalog.json").read_bytes()
    world.down |= set(SOURCES)
    with pytest.raises(SourceError, match="no series could be fetched"):
        refresh()
    assert (data_dir / "catalog.json").read_bytes() == before
