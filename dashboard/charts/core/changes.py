"""Follow the changes of a Bokeh model that come from the browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from bokeh.model import Model


def follow(model: Model, name: str, callback: Callable[[Any], None]) -> None:
    """Call `callback` with the new value of a property at each change, while Panel does not release the document.

    From Bokeh 3.10 on, callbacks run in a thread. A change that arrives while Panel holds the document is then reported
    from within Panel's release of it, which keeps a lock that is not reentrant (Panel 1.10, `panel/io/document.py`).
    A callback that enters `panel.io.hold` would wait for that lock for ever, and the session with it. So in a thread
    the callback waits for the next tick, and of several changes until then gets the last; on the event loop, as with
    Bokeh 3.9, it runs at once.
    """

    def report(_name: str, _old: Any, new: Any) -> None:
        document = model.document
        if document is None or document.session_context is None or _is_on_event_loop():
            callback(new)
        else:
            document.add_next_tick_callback(partial(report_last, new))

    def report_last(new: Any) -> None:
        if getattr(model, name) == new:
            callback(new)

    model.on_change(name, report)


def _is_on_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
