"""Security headers: nonce, frame ancestors, and malformed lists of hosts."""

from __future__ import annotations

import pytest
from tornado.httputil import HTTPHeaders

from dashboard import config
from dashboard.assets import bundle
from dashboard.server import security


def test_a_script_gets_the_nonce_and_json_beside_it_does_not():
    drawn = '<script type="application/json" id="p1">{"a": 1}</script>\n<script type="text/javascript">draw()</script>'
    marked = bundle.with_nonce(drawn)
    assert marked.count(bundle.NONCE_PLACEHOLDER) == 1
    assert f'<script nonce="{bundle.NONCE_PLACEHOLDER}" type="text/javascript">' in marked


@pytest.mark.parametrize(
    "wanted",
    ["'self'", "'none'", "'self' https://www.example.org", "https://*.example.org:8443", "example.org", "https:"],
)
def test_a_list_of_frame_ancestors_is_used_unchanged(wanted: str):
    assert f"frame-ancestors {wanted}" in security.policy("n", config.frame_ancestors(wanted))


@pytest.mark.parametrize(
    "wanted", [" ", "self", "*; script-src *", "https://a.example, https://b.example", "a\r\nX-A: b"]
)
def test_a_malformed_list_of_hosts_ends_the_start_with_a_sentence(wanted: str):
    with pytest.raises(SystemExit, match="DASHBOARD_FRAME_ANCESTORS"):
        config.frame_ancestors(wanted)


def first_chunk(kind: str, body: bytes) -> tuple[HTTPHeaders, bytes]:
    _, wording, sent = security.SecurityHeaders(None).transform_first_chunk(
        200, HTTPHeaders({"Content-Type": kind}), body, True
    )
    return wording, sent


def test_the_nonce_is_as_long_as_its_placeholder():
    body = bundle.with_nonce("<script>draw()</script>").encode()
    wording, sent = first_chunk("text/html; charset=UTF-8", body)
    assert len(sent) == len(body)
    assert bundle.NONCE_PLACEHOLDER.encode() not in sent
    assert "script-src 'self' 'nonce-" in wording["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml"])
def test_responses_other_than_pages_may_not_run_scripts(kind: str):
    wording, sent = first_chunk(kind, b"<script>alert(1)</script>")
    assert wording["Content-Security-Policy"] == security.NO_CONTENT_POLICY
    assert sent == b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("wanted", "is_framed", "wording"),
    [
        ("'self'", False, "Embedding is disabled on this server."),
        ("'none'", False, "Embedding is disabled on this server."),
        (
            "'self' https://a.example b.example",
            True,
            "These sites may embed this page: https://a.example, b.e",
        ),
        ("'self' https:", True, "Every site with https may embed this page."),
    ],
)
def test_a_note_names_the_sites_that_may_frame_the_page(wanted: str, is_framed: bool, wording: str):
    assert config.is_framed(wanted) is is_framed
    assert wording in config.framing_note(wanted)
