"""Fetcher against scripted faults: each ends in the right body or in `Unreachable` with its reason."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from etl.errors import NotServed, Refused, Unreachable
from etl.sources.http import USER_AGENT, Fetcher, strict_json
from tests.helpers.raw_server import Answer, RawServer, gzipped, ok
from tests.helpers.waiting import wait_until

GOOD = b'[{"page": 1}, null]'
FIGURES = [{"page": 1}, None]


@pytest.fixture
def waits(monkeypatch):
    seconds: list[float] = []
    monkeypatch.setattr(Fetcher, "_sleep", lambda self, wait: seconds.append(wait))
    return seconds


def fetcher(**options) -> Fetcher:
    return Fetcher(**{"attempts": 3, "first_wait_s": 0, "longest_wait_s": 0} | options)


def fails_after_retries(*answers: Answer, **options) -> tuple[str, int]:
    """Return the message of the failure, and the number of requests."""
    with RawServer(*answers) as server, pytest.raises(Unreachable) as failure:
        fetcher(**options).get(server.url, strict_json)
    assert server.url in str(failure.value)
    return str(failure.value), len(server.requests)


def recovers_from(*faults: Answer, **options) -> int:
    """Return the number of requests until the figures arrived."""
    with RawServer(*faults, ok(GOOD)) as server:
        assert fetcher(**options).get(server.url, strict_json) == FIGURES
    return len(server.requests)


FAULTS = {
    "503": (ok(b"busy", status="503 Service Unavailable"), "status 503"),
    "502 with HTML": (ok(b"<html>Bad Gateway</html>", status="502 Bad Gateway"), "status 502"),
    "passing 403": (ok(b"", status="403 Forbidden"), "status 403"),
    "reset before an answer": (Answer(b"", reset=True), "ConnectionError"),
    "reset in mid-body": (ok(GOOD[:9], length=len(GOOD), reset=True), "Connection"),
    "body shorter than announced": (ok(GOOD[:9], length=len(GOOD)), "IncompleteRead"),
    "chunked body cut off": (
        Answer(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[{"p\r\n'),
        "Incomplete",
    ),
    "chunk without a size": (
        Answer(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[{"p\r\n'),
        "Incomplete",
    ),
    "gzip cut off, length right": (gzipped(GOOD, keep=20), "truncated gzip body"),
    "not gzip at all": (ok(GOOD, headers="Content-Encoding: gzip\r\n"), "broken gzip body"),
    "HTML with status 200": (ok(b"<!DOCTYPE html><html><body>Maintenance"), "<!DOCTYPE html><html>"),
    "JSON cut off, length right": (ok(GOOD[:9]), "not the JSON expected"),
    "empty body": (ok(b""), "not the JSON expected"),
    "NaN": (ok(b'[{"page": 1}, [NaN]]'), "not the JSON expected"),
    "number beyond the float range": (ok(b"[1e999]"), "not the JSON expected"),
    "not UTF-8": (ok(b'["\xff\xfe"]'), "not the JSON expected"),
    "no answer": (Answer(b"", silent=True), "timed out"),
    "not HTTP": (Answer(b"220 mail.example ESMTP\r\n\r\n"), "BadStatusLine"),
}


@pytest.mark.parametrize(("fault", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_passing_fault_is_retried_and_a_lasting_one_reported(fault, sentence):
    assert recovers_from(fault, fault, silence_s=0.2) == 3
    message, requests = fails_after_retries(fault, attempts=2, silence_s=0.2)
    assert sentence in message
    assert "gave no usable answer in 2 tries" in message
    assert requests == 2


def test_a_404_is_not_retried():
    with RawServer(ok(b"", status="404 Not Found")) as server, pytest.raises(NotServed, match="status 404"):
        fetcher(attempts=5).get(server.url, strict_json)
    assert len(server.requests) == 1


def test_a_refused_connection_is_reported():
    with RawServer(ok(GOOD)) as server:
        address = server.url
    with pytest.raises(Unreachable, match="refused"):
        fetcher(attempts=1).get(address, strict_json)


def test_gzip_and_byte_order_marks_are_decoded():
    assert recovers_from(gzipped(GOOD)) == 1
    assert recovers_from(gzipped(b"\xef\xbb\xbf" + GOOD)) == 1
    assert recovers_from(ok(b"\xef\xbb\xbf" + GOOD)) == 1


def test_a_chunked_body_is_assembled():
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (GOOD[:3], GOOD[3:4], GOOD[4:]))
    chunked = Answer(
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    )
    assert recovers_from(chunked) == 1


@pytest.mark.parametrize("chunked", [False, True])
def test_a_slow_drip_times_out_at_the_deadline(chunked):
    # The whole body would arrive within about a second: only a deadline can stop it.
    padded = GOOD + b" " * 40
    if chunked:
        head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        drip = Answer(head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(padded), padded), drip_s=0.02)
    else:
        drip = ok(padded, drip_s=0.02)
    message, _ = fails_after_retries(drip, attempts=1, deadline_s=0.1)
    assert "not complete after" in message


@pytest.mark.parametrize("answer", [ok(GOOD), gzipped(b"[" + b" " * 5000 + b"1]")], ids=["plain", "bomb"])
def test_a_body_above_the_size_limit_is_refused(answer):
    message, _ = fails_after_retries(answer, attempts=1, max_bytes=len(answer.sent.partition(b"\r\n\r\n")[2]) - 1)
    assert "larger than" in message


def test_a_gzip_bomb_is_refused():
    bomb = gzipped(b"[" + b" " * 50_000 + b"1]")
    fails_after_retries(bomb, attempts=1, max_bytes=10_000)
    assert recovers_from(bomb, gzipped(GOOD), max_bytes=10_000) == 2


def test_retry_after_is_respected_up_to_a_limit(waits):
    busy = "429 Too Many Requests"
    recovers_from(
        ok(b"", status=busy, headers="Retry-After: 7\r\n"),
        ok(b"", status=busy, headers="Retry-After: 86400\r\n"),
        longest_wait_s=60,
    )
    assert waits == [7.0, 60.0]


def test_retry_after_may_be_a_date(waits):
    past = ok(b"", status="503 Service Unavailable", headers=f"Retry-After: {formatdate(0, usegmt=True)}\r\n")
    future = ok(b"", status="503 Service Unavailable", headers="Retry-After: Fri, 01 Jan 2100 00:00:00 GMT\r\n")
    recovers_from(past, future, longest_wait_s=60)
    assert waits == [0.0, 60.0]


@pytest.mark.parametrize("header", ["soon", "-5", "1.5", "²", ""])
def test_an_invalid_retry_after_is_ignored(waits, header):
    fault = ok(b"", status="503 Service Unavailable").sent.replace(
        b"\r\n\r\n", f"\r\nRetry-After: {header}\r\n\r\n".encode("latin-1")
    )
    assert recovers_from(Answer(fault), longest_wait_s=60) == 2
    assert len(waits) == 1


def test_waits_grow_up_to_a_limit(waits):
    fails_after_retries(ok(b"", status="503 Service Unavailable"), attempts=7, first_wait_s=1, longest_wait_s=10)
    assert len(waits) == 6
    for tries, wait in enumerate(waits):
        assert min(2**tries, 10) <= wait <= min(2**tries + 1, 10)


def test_a_refusal_of_the_service_is_raised_without_a_retry():
    def refuse(body: bytes) -> None:
        raise Refused("no such series")

    with RawServer(ok(GOOD)) as server, pytest.raises(Refused, match="no such series"):
        fetcher().get(server.url, refuse)
    assert len(server.requests) == 1


def test_requests_have_a_user_agent():
    with RawServer(ok(GOOD)) as server:
        fetcher().get(server.url, strict_json)
    assert f"User-Agent: {USER_AGENT}" in server.requests[0]


def test_one_fetcher_serves_concurrent_threads():
    barrier = threading.Barrier(3, timeout=10)

    def meet(request: Request) -> Response:
        barrier.wait()
        return Response(GOOD)

    with HTTPServer(threaded=True) as server, ThreadPoolExecutor(3) as pool:
        server.expect_request("/figures").respond_with_handler(meet)
        shared, url = fetcher(attempts=1), server.url_for("/figures")
        assert list(pool.map(lambda _: shared.get(url, strict_json), range(3))) == [FIGURES] * 3


def test_bodies_are_parsed_one_at_a_time():
    inside = threading.Semaphore(1)

    def understand(body: bytes) -> object:
        assert inside.acquire(blocking=False)
        try:
            return strict_json(body)
        finally:
            inside.release()

    with RawServer(ok(GOOD)) as server, ThreadPoolExecutor(4) as pool:
        shared = fetcher()
        assert list(pool.map(lambda _: shared.get(server.url, understand), range(20))) == [FIGURES] * 20


def test_a_halt_ends_waits_and_retries_at_once():
    shared = fetcher(attempts=5, first_wait_s=60, longest_wait_s=60)
    with RawServer(ok(b"", status="503 Service Unavailable")) as server, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(shared.get, server.url, strict_json)
        wait_until(lambda: server.requests)
        shared.halt()
        with pytest.raises(Unreachable):
            waiting.result(timeout=10)
    assert len(server.requests) <= 2  # at most the attempt that was just starting
