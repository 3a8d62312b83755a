"""Another site, whose page shows a view of the dashboard in a frame."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote

WIDTH, HEIGHT = 900, 600
"""Of the frame, in CSS pixels."""


class OtherSite(BaseHTTPRequestHandler):
    """Answers with a page whose frame shows the address after the question mark."""

    def do_GET(self) -> None:
        shown = unquote(self.path.partition("?")[2])
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(
            f"<!doctype html><html lang=en><title>Another site</title><h1>Another site</h1>"
            f'<iframe src="{shown}" title="A view" width={WIDTH} height={HEIGHT} style="border:0"></iframe>'.encode()
        )

    def log_message(self, *_: object) -> None:
        """Print nothing."""
