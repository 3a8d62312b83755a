"""Raw cache: returns exactly what was stored or nothing, and a damaged file never affects the figures."""

from __future__ import annotations

import contextlib
import gzip
import logging
import pickle
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from etl.errors import CacheError, Unreachable
from etl.sources.http import Fetcher, strict_json
from etl.sources.raw_cache import FILE, Body, RawCache
from tests.helpers.raw_server import RawServer, gzipped, ok

URL = "http://service/a?page=1"
GOOD = b'[{"page": 1}, null]'
FIGURES = [{"page": 1}, None]


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "cache"


def fetcher(cache: RawCache | None, **options) -> Fetcher:
    return Fetcher(**{"attempts": 1, "first_wait_s": 0, "longest_wait_s": 0, "cache": cache} | options)


def test_the_latest_body_of_a_url_is_returned_even_after_reopening(folder):
    body = Body(gzip.compress(GOOD), "gzip", 1_700_000_000.5)
    RawCache(folder).put(URL, Body(b"earlier"))
    RawCache(folder).put(URL, body)
    assert RawCache(folder).get(URL) == body
    assert RawCache(folder).get(URL).plain() == GOOD
    assert RawCache(folder).get(URL + "0") is None


def test_a_pickled_cache_opens_the_same_file(folder):
    cache = RawCache(folder)
    pickle.loads(pickle.dumps(cache)).put(URL, Body(GOOD))
    assert cache.get(URL) == Body(GOOD)


def test_a_body_with_changed_bytes_is_not_returned(folder):
    RawCache(folder).put(URL, Body(GOOD))
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("UPDATE body SET raw = ?", (GOOD.replace(b"1", b"2"),))
    connection.close()
    assert RawCache(folder).get(URL) is None


@pytest.mark.parametrize("offset", range(0, 12_000, 613))
def test_a_flipped_byte_never_gives_a_different_body(folder, offset):
    stored = Body(b"[" + b"1234567890," * 700 + b"1]")
    cache = RawCache(folder)
    cache.put(URL, stored)
    cache._connection.close()  # writes its log into the file
    content = bytearray((folder / FILE).read_bytes())
    content[offset % len(content)] ^= 0xFF
    (folder / FILE).write_bytes(content)
    with contextlib.suppress(CacheError):  # the other permitted result
        assert RawCache(folder).get(URL) in (stored, None)


@pytest.mark.parametrize(
    "content", [b"not a data base at all, but long enough to be looked at" * 30, b"SQLite format 3\0" * 99]
)
def test_a_file_that_is_no_cache_is_an_error_with_advice(folder, content):
    folder.mkdir()
    (folder / FILE).write_bytes(content)
    with pytest.raises(CacheError, match=r"raw\.sqlite cannot be opened .*; delete it, and all is fetched again"):
        RawCache(folder)


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path):
    (tmp_path / "cache").write_text("x")
    with pytest.raises(CacheError, match="cannot be opened"):
        RawCache(tmp_path / "cache")


def test_a_cache_that_breaks_is_reported_once_and_no_longer_used(folder, caplog):
    cache = RawCache(folder)
    cache._connection.execute("DROP TABLE body")
    with RawServer(ok(GOOD)) as server, caplog.at_level(logging.WARNING):
        shared = fetcher(cache)
        assert [shared.get(server.url, strict_json) for _ in range(3)] == [FIGURES] * 3
    assert [record.message for record in caplog.records if record.name.startswith("etl")] == [
        f"the raw cache {folder / FILE} cannot be written (no such table: body); figures are fetched without it"
    ]


def test_offline_a_broken_cache_is_an_error(folder):
    cache = RawCache(folder)
    cache._connection.execute("DROP TABLE body")
    with pytest.raises(CacheError, match="cannot be read"):
        fetcher(cache, offline=True).get(URL, strict_json)


def test_only_bodies_that_were_parsed_are_stored_as_they_arrived(folder):
    cache = RawCache(folder)
    with RawServer(ok(b"<html>"), gzipped(GOOD)) as server:
        assert fetcher(cache, attempts=2).get(server.url, strict_json) == FIGURES
        assert cache.get(server.url).encoding == "gzip"
        with pytest.raises(Unreachable):
            fetcher(cache).get(server.url, lambda body: strict_json(body, int))
        assert cache.get(server.url).plain() == GOOD
        fetcher(cache).get(server.url + "2", strict_json, store=False)
        assert cache.get(server.url + "2") is None
        requests = len(server.requests)
        assert fetcher(cache, offline=True).get(server.url, strict_json) == FIGURES
        assert len(server.requests) == requests


@pytest.mark.parametrize(
    ("age_s", "options", "is_asked"),
    [
        (50, {"fresh_for_s": 100}, False),
        (150, {"fresh_for_s": 100}, True),
        (-50, {"fresh_for_s": 100}, True),  # from the future: a clock was wrong
        (50, {}, True),
        (50, {"is_valid": lambda stored: stored == FIGURES}, False),
        (50, {"is_valid": lambda stored: stored == FIGURES, "fresh_for_s": 40}, True),
        (50, {"is_valid": lambda stored: False}, True),
        (50, {"is_valid": lambda stored: False, "fresh_for_s": 100}, True),
    ],
)
def test_a_fresh_or_valid_stored_body_saves_the_request(folder, age_s, options, is_asked):
    cache = RawCache(folder)
    with RawServer(ok(b"[]")) as server:
        cache.put(server.url, Body(GOOD, fetched_at=time.time() - age_s))
        got = fetcher(cache).get(server.url, strict_json, **options)
    assert (got, len(server.requests)) == (([], 1) if is_asked else (FIGURES, 0))


def test_a_stored_body_that_no_longer_parses_is_fetched_again(folder):
    cache = RawCache(folder)
    with RawServer(ok(GOOD)) as server:
        cache.put(server.url, Body(b"<old>", fetched_at=time.time()))
        assert fetcher(cache).get(server.url, strict_json, is_valid=lambda stored: True) == FIGURES


WRITES = """
import sys
from pathlib import Path
from etl.sources.raw_cache import Body, RawCache
cache = RawCache(Path(sys.argv[1]))
for number in range(200):
    cache.put(f"http://service/{sys.argv[2]}/{number}", Body(sys.argv[2].encode() * 1000))
"""


def test_two_processes_share_the_cache(folder, root):
    running = [
        subprocess.Popen([sys.executable, "-c", WRITES, str(folder), name], cwd=root, stderr=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    assert [(process.communicate()[1], process.returncode) for process in running] == [("", 0)] * 2
    cache = RawCache(folder)
    for name in ("one", "two"):
        assert all(cache.get(f"http://service/{name}/{n}").plain() == name.encode() * 1000 for n in range(200))


def test_opening_waits_for_another_process_that_creates_the_cache(folder):
    folder.mkdir()
    other = sqlite3.connect(folder / FILE, check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # SQLite does not wait for this lock: it fails at once
    done = threading.Timer(0.2, other.execute, ["COMMIT"])
    done.start()
    cache = RawCache(folder)
    cache.put("u", Body(b"figures"))
    assert cache.get("u").plain() == b"figures"
    done.join()
    other.close()
