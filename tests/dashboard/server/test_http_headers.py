"""Accept-Encoding, If-Range, Range and If-None-Match by RFC 9110, and whatever else is sent in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tornado.httpclient import HTTPResponse

from dashboard.assets import file_store
from dashboard.server import downloads, static_files
from dashboard.server.http_headers import GzipByConsent, accepts, still_is
from tests.helpers.answers import answers_of

CODINGS = st.sampled_from(["gzip", "br", "identity", "*", "deflate", "x"])


@pytest.mark.parametrize(
    ("header", "takes_gzip", "takes_brotli"),
    [
        ("gzip, deflate, br", True, True),
        ("", False, False),
        ("gzip;q=0", False, False),
        ("gzip; q=0.000, br", False, True),
        ("br;q=0.001", False, True),
        ("*", True, True),
        ("*;q=0", False, False),
        ("*;q=0, gzip", True, False),
        ("*, br;q=0", True, False),
        ("GZIP;Q=1.0", True, False),
        ("xgzip, brx", False, False),
        ("gzip;q=2", False, False),
        ("gzip;level=1", False, False),
    ],
)
def test_a_coding_is_used_only_where_it_is_accepted(header: str, takes_gzip: bool, takes_brotli: bool):
    assert (accepts(header, "gzip"), accepts(header, "br")) == (takes_gzip, takes_brotli)


@given(listed=st.dictionaries(CODINGS, st.integers(0, 1000), max_size=5), blank=st.sampled_from(["", " ", "\t"]))
def test_a_quality_above_zero_accepts_and_zero_refuses(listed: dict[str, int], blank: str):
    header = ",".join(f"{blank}{name}{blank};{blank}q={quality / 1000:.3f}" for name, quality in listed.items())
    for coding in ("gzip", "br"):
        assert accepts(header, coding) is (listed.get(coding, listed.get("*", 0)) > 0)


@given(header=st.text(max_size=60))
def test_any_text_is_read_without_a_fault(header: str):
    assert accepts(header, "gzip") in (True, False)
    assert still_is(header, '"tag"', "Sun, 29 Nov 2026 10:00:00 GMT") in (True, False)


@pytest.mark.parametrize(
    ("if_range", "still"),
    [
        (None, True),
        ('"tag"', True),
        ("Sun, 29 Nov 2026 10:00:00 GMT", True),
        ('"other"', False),
        ('W/"tag"', False),
        ("Sun, 29 Nov 2026 10:00:01 GMT", False),
        ("", False),
    ],
)
def test_a_part_is_sent_of_the_same_file_only(if_range: str | None, still: bool):
    assert still_is(if_range, '"tag"', "Sun, 29 Nov 2026 10:00:00 GMT") is still


@pytest.fixture
def get(shipped, monkeypatch: pytest.MonkeyPatch) -> Callable[..., HTTPResponse]:
    """Return a function that requests a path with headers, from a server with the routes and the page's transform."""
    routes = [*static_files.ROUTES, *downloads.routes("/")]
    ask = answers_of(routes, shipped, monkeypatch, transform=GzipByConsent, decompress_response=False)
    return lambda path, **headers: ask(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


TABLE = "/download/everything/warming.parquet"
PANELS = "/static/extensions/panel/panel.min.js"


def test_a_resumed_download_of_another_snapshot_gets_the_whole_file(get, shipped):
    whole = Path(shipped.file("warming")).read_bytes()
    first = get(TABLE)
    part = get(TABLE, Range="bytes=10-19", If_Range=first.headers["Etag"])
    assert (part.code, part.body) == (206, whole[10:20])
    again = get(TABLE, Range="bytes=10-19", If_Range='"of the snapshot before"')
    assert (again.code, again.body) == (200, whole)
    dated = get(TABLE, Range="bytes=10-19", If_Range="Sun, 29 Nov 2020 10:00:00 GMT")
    assert (dated.code, dated.body) == (200, whole)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    range_=st.one_of(
        st.from_regex(r"bytes=-?[0-9]{0,9}-[0-9]{0,9}", fullmatch=True),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30),
    ),
    tag=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30),
)
def test_any_range_and_tag_is_answered_by_the_rules(get, root: Path, range_: str, tag: str):
    whole = next(root.glob("data/snapshot-*/warming.parquet")).read_bytes()
    answer = get(TABLE, Range=range_, If_None_Match=tag)
    assert answer.code in (200, 206, 304, 416)
    if answer.code == 200:
        assert answer.body == whole
    if answer.code == 206:
        first, last = map(int, answer.headers["Content-Range"].partition(" ")[2].partition("/")[0].split("-"))
        assert answer.body == whole[first : last + 1]


@pytest.mark.parametrize("path", [PANELS, TABLE, "/download/", "/download/map.csv"])
def test_vary_names_the_encoding_once_and_what_is_refused_is_not_used(get, path: str):
    for wanted in ("gzip;q=0, br;q=0", "gzip, br", "identity"):
        answer = get(path, Accept_Encoding=wanted)
        assert (answer.code, answer.headers.get_list("Vary")) == (200, ["Accept-Encoding"])
        if wanted != "gzip, br":
            assert "Content-Encoding" not in answer.headers


def test_a_file_made_by_this_process_is_sent_as_it_is_accepted(get):
    values = "/" + file_store.files.url("a test of headers", lambda: b"packed").partition("?")[0]
    script = "/" + file_store.scripts.url("a test of headers", lambda: b"draw();" * 99).partition("?")[0]
    coded = {
        (path, wanted): get(path, Accept_Encoding=wanted).headers.get("Content-Encoding", "")
        for path in (values, script)
        for wanted in ("gzip, br", "gzip;q=0, br;q=0")
    }
    assert list(coded.values()) == ["gzip", "", "br", ""]
    plain = get(script, Accept_Encoding="br;q=0")
    assert (plain.body, plain.headers["Content-Type"].partition("/")[2]) == (b"draw();" * 99, "javascript")
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get(script, Accept_Encoding="br;q=0", If_None_Match=plain.headers["Etag"]).code == 304
    assert get(script, Accept_Encoding="br", If_None_Match=plain.headers["Etag"]).code == 200
    gone = get("/components/dashboard_made/files/__javascript__/0123456789abcdef0123.bin")
    assert (gone.code, gone.body.decode()) == (
        404,
        "There is no such file, or it is of an earlier page. Reload the page.\n",
    )
