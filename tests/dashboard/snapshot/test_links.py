"""Links in published figures lead to the web only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.snapshot.links import web_link


@pytest.mark.parametrize("link", ["https://data.worldbank.org", "http://example.org/a?b=1#c"])
def test_a_link_to_the_web_stays_as_it_is(link: str):
    assert web_link(link) == link
    assert web_link(f"  {link}\n") == link


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "https:",
        "http://[broken",
        "/a/path",
        "",
        None,
        7,
    ],
)
def test_any_other_link_is_dropped(link: object):
    assert web_link(link) == ""


@given(text=st.text(max_size=40), scheme=st.sampled_from(["javascript:", "data:", "", " ", "\t", "https://", "x:"]))
def test_every_link_returned_begins_with_http(text: str, scheme: str):
    link = web_link(scheme + text)
    assert link == "" or link.lower().startswith(("http://", "https://"))
