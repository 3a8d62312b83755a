"""The URL of the dashboard as readers see it, from what a proxy reports."""

from __future__ import annotations

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from dashboard.server import site


def root_of(**headers: str) -> str:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    line, sent = RequestStartLine("GET", "/download/", "HTTP/1.1"), HTTPHeaders({"Host": "a.example:81"} | named)
    return site.base_url(HTTPServerRequest(start_line=line, headers=sent), "/download")


def test_without_a_proxy_it_is_the_requested_host():
    assert root_of() == "http://a.example:81"


def test_a_proxy_names_scheme_and_path():
    assert root_of(X_Forwarded_Proto="https", X_Forwarded_Prefix="/climate/") == "https://a.example:81/climate"
    assert root_of(X_Forwarded_Proto="https, http", X_Forwarded_Prefix="/a/b") == "https://a.example:81/a/b"


@pytest.mark.parametrize("prefix", ["climate", "//evil.example", "/a b", "/<b>", "/a?b", "https://evil.example"])
def test_a_prefix_that_is_no_path_is_ignored(prefix: str):
    assert root_of(X_Forwarded_Prefix=prefix) == "http://a.example:81"


def test_signs_that_no_host_has_are_not_repeated():
    assert root_of(Host="a_b", X_Forwarded_Proto="javascript") == "http://localhost"
