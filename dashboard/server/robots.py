"""`robots.txt`: what crawlers are asked not to fetch: answers to a page's scripts, and pages without end.

Every query is a page of its own, so following the links of the views would never end.
"""

from __future__ import annotations

from typing import Any

from tornado.web import RequestHandler

from dashboard.server import site
from dashboard.server.crawlers import SITEMAP
from dashboard.server.plain_text import PlainTextErrors

NOT_FETCHED = ("/*?", "/ws", "/map-state", "/search", "/own-file", "/healthz", "/download/everything/")
"""Beginnings of paths; `/*?` is any address with a query."""

FETCHED = ("/components/", "/static/", "/preview.png")
"""Scripts and pictures of links, which have queries: a crawler that draws pages needs them. The longer rule counts
(RFC 9309)."""

OF_SHARED_LINKS = ("Twitterbot", "facebookexternalhit", "LinkedInBot", "Slackbot-LinkExpanding")
"""Crawlers that fetch the one address that a reader has shared, for its title and picture: they may fetch any."""


class Robots(PlainTextErrors):
    """The rules, for all crawlers."""

    def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        self.get()

    def get(self) -> None:
        """Answer with the text."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "public, max-age=86400")
        self.finish(f"{text()}Sitemap: {site.base_url(self.request, '/robots')}/{SITEMAP}\n")


def text() -> str:
    """Return the rules of RFC 9309; some crawlers follow the delay, in seconds, as well."""
    rules = [*(f"Disallow: {path}" for path in NOT_FETCHED), *(f"Allow: {path}" for path in FETCHED)]
    shared = [*(f"User-agent: {name}" for name in OF_SHARED_LINKS), "Disallow:", ""]
    return "\n".join([*shared, "User-agent: *", *rules, "Crawl-delay: 10", ""])


ROUTES: list[tuple[str, type[RequestHandler], dict[str, Any]]] = [(r"/robots\.txt", Robots, {})]
