"""Whole refreshes through every fault met or expected: nothing is lost or half-published, and a message says why.

Each test starts from the same published snapshot; then the service has new values of two series, and a fault.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from etl import pipeline
from etl.commands import refresh
from etl.refresh.series import MIRROR_LACKS
from etl.sources.http import Fetcher
from tests.helpers.command_line import plain_text
from tests.helpers.fault_stage import LOOK_UP, POWER, SECOND_PAGE, VALUES, checksums
from tests.helpers.raw_server import Answer, gzipped, ok
from tests.helpers.tiny_world import World

RECORDED = Path(__file__).parents[1] / "sources" / "recorded"


def recorded(name: str) -> Answer:
    return ok((RECORDED / name).read_bytes())


def busy(status: str, headers: str = "") -> Answer:
    return ok(b"<html>busy</html>", status=status, headers=headers)


def page(world: World, **header: object) -> list:
    """Return the service's answer for the first page of values, with a changed header."""
    values = list(world.series[POWER].values.items())
    head = {"page": 1, "pages": 1, "per_page": 32500, "total": len(values), "lastupdated": "2026-07-14"}
    names = {"FRA": "FR", "BRA": "BR", "NAM": "NA", "XKX": "XK", "CHI": "JG", "GIB": "GI", "WLD": "1W", "HIC": "XD"}
    rows = [
        {
            "indicator": {"id": POWER, "value": ""},
            "country": {"id": names[iso3], "value": ""},
            "countryiso3code": "" if iso3 == "HIC" else iso3,
            "date": str(year),
            "value": value,
        }
        for (iso3, year), value in values
    ]
    return [head | header, rows]


def body(answer: object) -> Answer:
    return ok(json.dumps(answer).encode())


def with_value(value: str) -> Callable[[World], Answer]:
    """Return an answer whose first row has this text in place of its value."""

    def make(world: World) -> Answer:
        answer = page(world)
        answer[1][0]["value"] = "HERE"
        return ok(json.dumps(answer).replace('"HERE"', value).encode())

    return make


def changed(change: Callable[[list], object]) -> Callable[[World], Answer]:
    def make(world: World) -> Answer:
        answer = page(world)
        change(answer)
        return body(answer)

    return make


def null_rows(answer: list) -> None:
    answer[1] = None


def half_of_the_countries(answer: list) -> None:
    answer[1] = [row for row in answer[1] if row["country"]["id"] in ("NA", "BR", "FR", "1W")]
    answer[0]["total"] = len(answer[1])


def all_null(answer: list) -> None:
    for row in answer[1]:
        row["value"] = None


def one_year_less(answer: list) -> None:
    answer[1] = [row for row in answer[1] if row["date"] != "2004"]
    answer[0]["total"] = len(answer[1])


KEPT = {
    # name: part of the URL, answer, part of the message, exit code
    "429 every time": (LOOK_UP, busy("429 Too Many Requests", "Retry-After: 86400\r\n"), "status 429", 2),
    "500": (VALUES, busy("500 Internal Server Error"), "in 2 tries: status 500", 2),
    "502 on page 2": (SECOND_PAGE, busy("502 Bad Gateway"), "status 502", 2),
    "503 at the look-up": (LOOK_UP, busy("503 Service Unavailable"), "status 503", 2),
    "504": (VALUES, busy("504 Gateway Timeout"), "status 504", 2),
    "403 of the gateway": (VALUES, busy("403 Forbidden"), "status 403", 2),
    "a 404 without a message of the service": (VALUES, busy("404 Not Found"), "answered with status 404", 2),
    "HTML with 200": (VALUES, recorded("maintenance.html"), "it begins with '<!DOCTYPE html>", 2),
    "HTML with 200 at the look-up": (LOOK_UP, recorded("maintenance.html"), "it begins with '<!DOCTYPE html>", 2),
    "XML with 200 that is no message": (VALUES, ok(b"<?xml version='1.0'?><wb/>"), 'it begins with "<?xml', 2),
    "truncated JSON": (VALUES, recorded("cut_off.json"), "Input data was truncated", 2),
    "truncated gzip of the right length": (
        VALUES,
        gzipped(b"[" + b" " * 900 + b"]", keep=20),
        "truncated gzip body",
        2,
    ),
    "not gzip at all": (VALUES, ok(b"[]", headers="Content-Encoding: gzip\r\n"), "broken gzip body", 2),
    "reset in mid-body": (VALUES, ok(b'[{"page"', length=900, reset=True), "Connection", 2),
    "reset before an answer": (VALUES, Answer(b"", reset=True), "Connection", 2),
    "Content-Length too long": (VALUES, ok(b'[{"page": 1}, null]', length=5000), "IncompleteRead", 2),
    "Content-Length too short": (VALUES, changed(lambda a: None), "Input data was truncated", 2),
    "an empty body": (VALUES, ok(b""), "not the JSON expected", 2),
    "JSON of another shape": (VALUES, ok(b'{"fine": true}'), "an answer of another shape", 2),
    "a header without total": (VALUES, changed(lambda a: a[0].pop("total")), "a header of another shape", 2),
    "a million pages": (VALUES, changed(lambda a: a[0].update(pages=1_000_000)), "1000000 pages cannot be right", 2),
    "page 2 vanishes": (SECOND_PAGE, recorded("no_values.json"), "changed between page 1 and page 2", 2),
    "the date changes between the pages": (
        SECOND_PAGE,
        changed(lambda a: a[0].update(page=2, lastupdated="2026-09-01")),
        "changed between page 1 and page 2",
        2,
    ),
    "page 1 twice": (SECOND_PAGE, VALUES, "rows came of 40 announced", 2),
    "duplicates over pages": (
        SECOND_PAGE,
        changed(lambda a: (a[0].update(pages=2), a[1].__delitem__(slice(15, None)))),
        "more than one row for",
        2,
    ),
    "null rows where values were": (VALUES, changed(null_rows), "0 rows came of 40 announced", 2),
    "rows of another series": (
        VALUES,
        changed(lambda a: a[1][3]["indicator"].update(id="SP.POP.TOTL")),
        "the answer holds rows of SP.POP.TOTL",
        2,
    ),
    "NaN": (VALUES, with_value("NaN"), "not the JSON expected", 2),
    "Infinity": (VALUES, with_value("-Infinity"), "not the JSON expected", 2),
    "a number beyond the float range": (VALUES, with_value("1e999"), "not the JSON expected", 2),
    "a string as a value": (VALUES, with_value('"21.5"'), "got `str`", 2),
    "a list as a value": (VALUES, with_value("[21.5]"), "got `array`", 2),
    "true as a value": (VALUES, with_value("true"), "got `bool`", 2),
    "months": (VALUES, changed(lambda a: a[1][0].update(date="2003M01")), "not a yearly series", 1),
    "half of the countries gone": (VALUES, changed(half_of_the_countries), "4 countries instead of 8", 1),
    "the latest year gone": (VALUES, changed(one_year_less), "ends in 2003 instead of 2004", 1),
    "an absurd value": (VALUES, with_value("1e300"), "1 values outside 0 to 100, the first is 1e+300", 1),
    "a negative share": (VALUES, with_value("-3"), "1 values outside 0 to 100, the first is -3", 1),
    "all values a hundredth": (
        VALUES,
        changed(lambda a: [row.update(value=row["value"] / 1000) for row in a[1]]),
        "as if the unit had changed",
        1,
    ),
    "message 120": (LOOK_UP, recorded("message_120.json"), "(message 120)", 0),
    "message 175, withdrawn": (LOOK_UP, recorded("message_175.json"), "(message 175)", 0),
    "message 175 as XML with a BOM": (LOOK_UP, recorded("message_175_with_bom.xml"), "the service says: ", 0),
    "the message three times": (LOOK_UP, recorded("message_three_times.json"), "the service says: ", 0),
    "no values": (LOOK_UP, recorded("no_values.json"), MIRROR_LACKS, 0),
    "nothing but null values": (VALUES, changed(all_null), MIRROR_LACKS, 0),
}


ALWAYS = (
    "429 every time",
    "502 on page 2",
    "HTML with 200",
    "truncated gzip of the right length",
    "reset in mid-body",
    "Content-Length too short",
    "page 1 twice",
    "NaN",
    "half of the countries gone",
    "message 175 as XML with a BOM",
    "nothing but null values",
)
"""Faults that `make test` provokes: one of each kind, and the only ones of their kind; `make test-all` provokes all."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "fault", "sentence", "code"),
    [
        pytest.param(*case, id=name, marks=() if name in ALWAYS else pytest.mark.exhaustive)
        for name, case in KEPT.items()
    ],
)
def test_a_faulty_series_keeps_its_values_and_the_others_are_updated(stage, where, fault, sentence, code):
    if where != SECOND_PAGE:
        stage.world.series[POWER].rows_a_page = 32_500
    since = stage.catalog()["checked_at"]
    answer = fault(stage.world) if callable(fault) else fault
    if fault == VALUES:  # the first page in place of the second
        pages = page(stage.world)
        answer = body([pages[0] | {"pages": 2}, pages[1][:25]])
    if sentence == "Input data was truncated" and callable(fault):
        answer = Answer(re.sub(rb"Content-Length: \d+", b"Content-Length: 200", answer.sent))
    stage.proxy.answers[where] = [answer]

    result = stage.run("refresh")

    assert result.exit_code == code, result.stderr
    errors = plain_text(result.stderr)
    assert POWER in errors
    assert "last good values kept" in errors
    assert "Traceback" not in result.stderr
    assert stage.value(POWER) == 54.0
    assert stage.value("SP.POP.TOTL") == 5_500_000.0
    line = stage.status()[POWER]
    assert (line["state"], line["stale_since"]) == ("kept", since)
    assert sentence in line["reason"]
    assert stage.run("check").exit_code == 0

    # Once the fault is over, the new values arrive.
    stage.proxy.answers.clear()
    again = stage.run("refresh")
    assert (again.exit_code, stage.value(POWER)) == (0, 77.0)
    assert stage.status()[POWER]["state"] == "fresh"


PASSING = {
    "429 with Retry-After": (VALUES, busy("429 Too Many Requests", "Retry-After: 1\r\n")),
    "503 at the look-up": (LOOK_UP, busy("503 Service Unavailable")),
    "HTML with 200": (VALUES, recorded("maintenance.html")),
    "truncated gzip": (VALUES, gzipped(b"[" + b" " * 900 + b"]", keep=20)),
    "reset in mid-body": (VALUES, ok(b'[{"page"', length=900, reset=True)),
    "torn pages": (SECOND_PAGE, recorded("no_values.json")),
}


@pytest.mark.parametrize(("where", "fault"), PASSING.values(), ids=PASSING.keys())
def test_a_passing_fault_is_retried_without_a_message(stage, where, fault):
    stage.proxy.answers[where] = [fault, None]
    result = stage.run("refresh")
    assert result.exit_code == 0
    assert "Not refreshed" not in result.stderr
    assert (stage.value(POWER), stage.value("SP.POP.TOTL")) == (77.0, 5_500_000.0)


def test_a_byte_order_mark_is_accepted(stage):
    stage.world.series[POWER].rows_a_page = 32_500
    stage.proxy.answers[VALUES] = [ok(b"\xef\xbb\xbf" + json.dumps(page(stage.world)).encode())]
    assert stage.run("refresh").exit_code == 0
    assert stage.value(POWER) == 77.0


def test_a_slow_drip_times_out_at_the_deadline(stage, monkeypatch):
    impatient = partial(Fetcher, first_wait_s=0, longest_wait_s=0, deadline_s=3)
    monkeypatch.setattr(refresh, "Fetcher", impatient)
    stage.proxy.answers[VALUES] = [ok(b"[" + b" " * 10_000 + b"]", drip_s=0.01)]
    result = stage.run("refresh", "--attempts", "1")
    assert result.exit_code == 2
    assert "not complete after 3 s" in plain_text(result.stderr)
    assert (stage.value(POWER), stage.value("SP.POP.TOTL")) == (54.0, 5_500_000.0)


def test_a_refused_series_stays_stale_while_others_are_fresh(stage):
    """A look-up of several series gives the latest of their dates, which the refused series now shares."""
    stage.world.series[POWER].rows_a_page = 32_500
    stage.proxy.answers[VALUES] = [changed(half_of_the_countries)(stage.world)]
    assert stage.run("refresh").exit_code == 1
    again = stage.run("refresh")
    assert again.exit_code == 1
    assert stage.status()[POWER]["state"] == "kept"


SOURCES = {"/v2/": ("world_bank", 2), "/cckp/": ("cckp", 2), "/naturalearth/": ("natural_earth", 2)}


@pytest.mark.parametrize(("part", "about"), SOURCES.items(), ids=[name for name, _ in SOURCES.values()])
def test_one_source_down_does_not_affect_the_others(stage, part, about):
    name, code = about
    before, since = stage.catalog(), stage.catalog()["checked_at"]
    stage.proxy.answers[part] = [busy("503 Service Unavailable")]
    result = stage.run("refresh")
    assert result.exit_code == code
    assert f"published figures kept, stale since {since[:10]}" in plain_text(result.stderr)
    line = stage.status()[name]
    assert (line["state"], line["stale_since"]) == ("kept", since)
    assert "status 503" in line["reason"]
    assert stage.run("check").exit_code == 0
    assert stage.value("SP.POP.TOTL") == (5_002_003.0 if name == "world_bank" else 5_500_000.0)
    if name != "world_bank":
        for table in ("temperature", "warming", "countries"):
            assert stage.catalog()["tables"][table]["sha256"] == before["tables"][table]["sha256"]


@pytest.mark.parametrize(
    "fault", [busy("503 Service Unavailable"), recorded("maintenance.html"), Answer(b"", reset=True)]
)
def test_a_total_outage_changes_no_byte_and_dates_the_published_snapshot(stage, fault):
    before, at = checksums(stage.data_dir), stage.catalog()["published_at"]
    stage.proxy.answers["/"] = [fault]
    result = stage.run("refresh")
    assert result.exit_code == 2
    errors = plain_text(result.stderr)
    assert "nothing was published" in errors
    assert "no series could be fetched" in errors
    assert f"The snapshot published on {at[:10]} {at[11:16]} UTC is unchanged." in errors
    assert checksums(stage.data_dir) == before


def test_a_clock_in_1999_is_an_error_and_changes_nothing(stage, monkeypatch):
    class Clock(pipeline.datetime):  # type: ignore[name-defined]
        @classmethod
        def now(cls, tz=None):
            return cls(1999, 12, 31, 23, 59, tzinfo=tz)

    monkeypatch.setattr(pipeline, "datetime", Clock)
    before = checksums(stage.data_dir)
    result = stage.run("refresh")
    assert result.exit_code == 1
    assert "this machine's clock shows 1999-12-31 23:59 UTC" in plain_text(result.stderr)
    assert "The published snapshot is unchanged" in plain_text(result.stderr)
    assert checksums(stage.data_dir) == before


def test_force_recovers_from_a_refresh_under_a_clock_in_the_future(stage, monkeypatch):
    class Clock(pipeline.datetime):  # type: ignore[name-defined]
        @classmethod
        def now(cls, tz=None):
            return cls(2099, 1, 1, tzinfo=tz)

    with monkeypatch.context() as wrong:
        wrong.setattr(pipeline, "datetime", Clock)
        assert stage.run("refresh").exit_code == 0
    assert "or use --force if it was wrong then" in plain_text(stage.run("refresh").stderr)
    assert stage.run("refresh", "--force").exit_code == 0
    assert stage.run("refresh").exit_code == 0


def test_a_corrupt_raw_cache_is_reported_and_not_used(stage, cache_dir):
    cache_dir.mkdir()
    (cache_dir / "raw.sqlite").write_bytes(b"not a data base, but long enough to be taken for one" * 40)
    result = stage.run("refresh")
    assert result.exit_code == 0
    assert "delete it, and all is fetched again" in plain_text(result.stderr)
    assert stage.value(POWER) == 77.0


def test_a_cache_that_cannot_be_created_is_reported_and_not_used(stage, tmp_path):
    (tmp_path / "a file").write_text("")
    result = stage.run("refresh", "--cache-dir", str(tmp_path / "a file" / "cache"))
    assert result.exit_code == 0
    assert "cannot be opened" in plain_text(result.stderr)
    assert stage.value(POWER) == 77.0


@pytest.mark.parametrize("name", ["observations", "indicators", "revisions"])
def test_a_damaged_snapshot_stops_the_refresh_with_the_way_to_restore_it(stage, name):
    (path,) = stage.data_dir.glob(f"snapshot-*/{name}.parquet")
    path.write_bytes(path.read_bytes()[:-1])
    before = checksums(stage.data_dir)
    result = stage.run("refresh")
    assert result.exit_code == 1
    assert f"{name}.parquet is missing or damaged; restore it from version control" in plain_text(result.stderr)
    assert checksums(stage.data_dir) == before
