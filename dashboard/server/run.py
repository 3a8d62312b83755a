"""Production server: `python -m dashboard` or `climate-dashboard`, on $PORT and on every interface.

The page is the same as under `panel serve dashboard/app.py`. Around it, responses are compressed and carry a
content-security policy, the dashboard is at the root, sessions are signed, a websocket is accepted only from pages of
the host that the visitor asked for, and /healthz reports whether there are figures.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any

import panel as pn
from bokeh.server.server import Server
from bokeh.settings import settings
from tornado.httpclient import AsyncHTTPClient
from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClosedError

from dashboard import app, config
from dashboard.assets import file_store
from dashboard.server import (
    addresses,
    briefs,
    crawlers,
    downloads,
    ending,
    handlers,
    map_state,
    own_file,
    pictures,
    revisions,
    robots,
    search,
    security,
    session_thread,
    static_files,
    warmup,
    websocket,
)
from dashboard.server._internals import install, is_of_a_closed_connection
from dashboard.server.http_headers import GzipByConsent
from dashboard.server.log import one_line_a_fault, slow_down_without_descriptors
from dashboard.views.registry import VIEWS

APP = Path(__file__).parents[1] / "app.py"

LIFETIME_MS = 100
"""Of the sessions of the first pages: until these are written (`_internals.PAUSE_S`)."""

POLL_MS = 20
"""Between two looks at whether the sessions of the first pages are gone."""


def main() -> None:
    """Serve until stopped."""
    port = listening_port()
    set_up_logging()
    config.frame_ancestors(config.FRAME_ANCESTORS)  # a malformed list ends the start, not a visitor's page
    prepare()
    current: Any = IOLoop.current()
    loop: asyncio.AbstractEventLoop = current.asyncio_loop
    ending.end_on_sigterm(partial(loop.call_soon_threadsafe, loop.stop), clean_up=file_store.remove_folder)
    session_thread.use_one_thread(loop)
    slow_down_without_descriptors(loop)
    with warmup.running(port):
        serve(port, "0.0.0.0")


def listening_port() -> int:
    """Return the port to listen on.

    Raises:
        SystemExit: PORT is not a port, or another process listens there; the sentence says what to do.
    """
    if not (config.PORT.isdecimal() and 0 < int(config.PORT) < 65536):
        raise SystemExit(f"PORT={config.PORT} is not a port; set it to a number from 1 to 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", int(config.PORT)))
        except OSError as error:
            raise SystemExit(
                f"The server cannot listen on port {config.PORT} ({error.strerror}); set PORT to another"
            ) from error
    return int(config.PORT)


def set_up_logging() -> None:
    """Log one line an event, on stderr (log.py); the router in front logs the requests."""
    logging.basicConfig(level=logging.INFO, force=True)
    one_line_a_fault()
    logging.getLogger("tornado.access").setLevel(logging.ERROR)  # a visitor's fault may be a 100 kB address
    logging.getLogger("bokeh.server.views.ws").setLevel(logging.ERROR)
    logging.getLogger("bokeh.server.tornado").setLevel(logging.WARNING)  # repeats options, also for the first page
    for name in ("asyncio", "tornado.application", "bokeh.server.protocol_handler"):
        logging.getLogger(name).addFilter(is_worth_logging)


def is_worth_logging(record: logging.LogRecord) -> bool:
    """Return whether a log record is an event; a visitor who closed the tab during a response is none."""
    error = record.exc_info[1] if record.exc_info else None
    return error is None or not (isinstance(error, WebSocketClosedError) or is_of_a_closed_connection(error))


def prepare() -> None:
    """Do before the first visit what would make the first visitor wait, or take memory for good."""
    install(handlers.REPLACEMENTS, addresses.FIRST)
    # Reads the figures, projects the shapes and draws the charts that others copy, in every view; Panel's own `warm`
    # makes the first view only, and caches no page.
    app.build(every_view=True)
    # Bokeh would validate every visitor's page (a tenth of its CPU time); the tests do so once.
    settings.perform_document_validation = False
    render_first_pages()
    settle_memory()


def render_first_pages() -> None:
    """Render the first page into the page cache (page_cache.py), and one page of each view for others to be made from.

    The first visitor of a view, and all others at that moment, would wait half a second for it (shells.py). The pages
    are asked for on a server of its own, before the port is bound. A server that stops leaves its sessions as they are,
    so this one discards them at once.
    """
    at_once = {"unused_session_lifetime_milliseconds": LIFETIME_MS, "check_unused_sessions_milliseconds": POLL_MS}
    server = serve(0, "127.0.0.1", start=False, verbose=False, **at_once)

    async def ask() -> None:
        # A fault is not reported here: the first visitor's page will do so.
        for query in ("", *(f"?view={view.name}" for view in VIEWS[1:] if not view.is_slow)):
            address = f"http://127.0.0.1:{server.port}/{query}"
            await AsyncHTTPClient().fetch(address, raise_error=False, request_timeout=60)
        while server.get_sessions("/"):
            await asyncio.sleep(POLL_MS / 1000)

    server.start()
    server.io_loop.run_sync(ask)
    pn.state.kill_all_servers()


def settle_memory() -> None:
    """Give back the memory that only the start needed, and exempt the rest from garbage collection.

    Panel collects all garbage whenever a session ends (1.9). Modules, cached figures and drawn charts outlive every
    session, so looking through them again is in vain.
    """
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's alone; musl has none
        if trim:
            trim(0)


def serve(port: int, address: str, **options: Any) -> Server:
    """Return a server of the page; it runs until stopped, unless Panel's `options` say otherwise."""
    return pn.serve(
        {"/": APP},
        port=port,
        address=address,
        websocket_origin=list(config.ORIGINS) or None,
        title=config.TITLE,
        show=False,
        transforms=[security.SecurityHeaders, GzipByConsent],
        extra_patterns=[
            *robots.ROUTES,
            *static_files.ROUTES,
            *downloads.routes("/"),
            *search.ROUTES,
            *map_state.routes(),
            *own_file.ROUTES,
            *briefs.routes(),
            *crawlers.ROUTES,
            *pictures.routes(),
            *revisions.routes(),
            (r"/healthz", handlers.Health),
        ],
        http_server_kwargs=dict(handlers.LIMITS),
        websocket_max_message_size=websocket.LONGEST_MESSAGE,
        **websocket.PING,
        # No cookies and no other headers are of use to the page; Bokeh would write them into it, in its token.
        include_headers=[config.COLOUR_SCHEME_HEADER],
        include_cookies=[],
        **handlers.session_options(),
        **addresses.OTHERWISE,
        **options,
    )
