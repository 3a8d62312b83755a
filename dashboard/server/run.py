"""`python -m dashboard`: serves the page for production, on $PORT and on every interface.

The page is the same as under `panel serve dashboard/app.py`; around it, answers are compressed and guarded by a
content-security policy, the dashboard stands at the root, sessions are signed, a websocket is accepted only from pages
of the host that the visitor asked for, and /healthz says whether there are figures.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import panel as pn
from bokeh.server.server import Server
from bokeh.settings import settings
from tornado.httpclient import AsyncHTTPClient
from tornado.web import GZipContentEncoding
from tornado.websocket import WebSocketClosedError

from dashboard import app, config
from dashboard.server import downloads, handlers, security, static_files, warmup
from dashboard.server._internals import install, is_of_a_closed_connection

APP = Path(__file__).parents[1] / "app.py"

LOOK_MS = 20


def is_an_event(record: logging.LogRecord) -> bool:
    """Whether a log record says something; a visitor who closed the tab while an answer was under way does not."""
    error = record.exc_info[1] if record.exc_info else None
    return error is None or not (isinstance(error, WebSocketClosedError) or is_of_a_closed_connection(error))


def set_up_logging() -> None:
    """One line an event, on stderr; the router in front logs the requests."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s", force=True)
    logging.getLogger("tornado.access").setLevel(logging.ERROR)  # a visitor's fault may be a 100 kB address
    logging.getLogger("bokeh.server.views.ws").setLevel(logging.ERROR)
    logging.getLogger("bokeh.server.tornado").setLevel(logging.WARNING)  # repeats options, the rehearsal's as well
    for name in ("asyncio", "tornado.application", "bokeh.server.protocol_handler"):
        logging.getLogger(name).addFilter(is_an_event)


def port() -> int:
    """The port to listen on; ends with a sentence where there is none."""
    if not (config.PORT.isdecimal() and 0 < int(config.PORT) < 65536):
        raise SystemExit(f"PORT={config.PORT} is no port; give a number from 1 to 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", int(config.PORT)))
        except OSError as error:
            raise SystemExit(
                f"port {config.PORT} cannot be had ({error.strerror}); choose another with PORT"
            ) from error
    return int(config.PORT)


def main() -> None:
    """Serves until told to stop."""
    listen_on = port()
    set_up_logging()
    config.frame_ancestors(config.FRAME_ANCESTORS)  # ends here, not at the first visitor, where it is not well formed
    install(handlers.REPLACEMENTS)
    # Reads the figures, projects the shapes and draws the charts that others copy, before the first visitor does, in
    # every view; Panel's own `warm` makes the first view only, and keeps no page.
    app.build(every_view=True)
    # Bokeh would look for mistakes of ours in every visitor's page (a tenth of its CPU time); the tests look for them.
    settings.perform_document_validation = False
    first_page()
    settle_memory()
    # Pid 1 of a container gets no default action for SIGTERM, and Panel stops on SIGINT only.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with warmup.running(listen_on):
        serve(listen_on, "0.0.0.0")


def serve(port: int, address: str, **more: Any) -> Server:
    """A server of the page; `more` are options of Panel's."""
    return pn.serve(
        {"/": APP},
        port=port,
        address=address,
        websocket_origin=list(config.ORIGINS) or None,
        title=config.TITLE,
        show=False,
        transforms=[security.SecurityHeaders, GZipContentEncoding],
        extra_patterns=[*static_files.ROUTES, *downloads.routes("/"), (r"/healthz", handlers.Health)],
        http_server_kwargs=dict(handlers.LIMITS),
        websocket_max_message_size=handlers.LONGEST_MESSAGE,
        # No cookies and no other headers are of use to the page; Bokeh would write them into it, in its token.
        include_headers=[config.COLOUR_SCHEME_HEADER],
        include_cookies=[],
        **handlers.session_options(),
        **more,
    )


def first_page() -> None:
    """Makes the first page before anybody can ask: the first visitor would wait a second for it (kept.py keeps it)."""
    # A server that stops leaves its sessions as they are: this one's is let go of at once.
    at_once = {"unused_session_lifetime_milliseconds": 1, "check_unused_sessions_milliseconds": LOOK_MS}
    rehearsal = serve(0, "127.0.0.1", start=False, verbose=False, **at_once)

    async def ask() -> None:
        # Whatever is amiss, the first visitor's page will say so.
        await AsyncHTTPClient().fetch(f"http://127.0.0.1:{rehearsal.port}/", raise_error=False, request_timeout=60)
        while rehearsal.get_sessions("/"):
            await asyncio.sleep(LOOK_MS / 1000)

    rehearsal.start()
    rehearsal.io_loop.run_sync(ask)
    pn.state.kill_all_servers()


def settle_memory() -> None:
    """Gives back what start-up alone needed, and takes the rest out of every later collection of garbage.

    Panel collects all garbage whenever a session ends (1.9). Modules, cached figures and drawn charts outlive every
    session, so looking through them again is in vain.
    """
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's alone; musl has none
        if trim:
            trim(0)
