"""Addresses without a page or a file, and those with the sign NUL, are answered with a sentence.

Tornado's own answers are the bare words "404: Not Found", and a fault.
"""

from __future__ import annotations

from html import escape
from typing import Any

from tornado.web import RequestHandler
from typing_extensions import override

from dashboard.server import site
from dashboard.server.http_headers import accepts
from dashboard.server.plain_text import PlainTextErrors


class BadAddress(PlainTextErrors):
    """An address whose path has the sign NUL, which no file's name has: looking for one would be a fault (500)."""

    def initialize(self, **_: Any) -> None:
        """Ignore the application's context, which Bokeh passes on."""

    @override
    def prepare(self) -> None:
        self.refuse(400, "This address cannot be read: it has the sign NUL (%00).")


FIRST: list[tuple[str, type[RequestHandler]]] = [(r"/.*%00.*", BadAddress)]
"""Asked before all other routes: Bokeh's own, of its scripts, would come before a server's `extra_patterns`."""


NOT_FOUND = "There is no page or file at this address. Check its spelling, or start from the dashboard:"

NOT_FOUND_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page not found</title>
<p>{sentence} <a href="{url}">{url}</a></p>
</html>
"""


class UnknownAddress(PlainTextErrors):
    """An address that no route knows: status 404 for every method, as a small page for clients that read HTML.

    The link is absolute, as relative ones would start from the unknown address.
    """

    @override
    def prepare(self) -> None:
        url = f"{site.base_url(self.request, '/')}/"
        if accepts(self.request.headers.get("Accept", ""), "text/html"):
            self.set_status(404)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_header("Vary", "Accept")
            self.finish(NOT_FOUND_PAGE.format(sentence=NOT_FOUND, url=escape(url)))
        else:
            self.refuse(404, f"{NOT_FOUND} {url}")


OTHERWISE: dict[str, Any] = {"default_handler_class": UnknownAddress}
"""Options of Tornado's application: asked after all routes, those that Panel adds to ours too."""
