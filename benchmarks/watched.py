"""`python -m dashboard`, which on SIGUSR1 says what it holds: a line of JSON on standard output.

A server in production has no page that tells this; here a signal asks for it.
"""

from __future__ import annotations

import gc
import json
import signal

from bokeh.document import Document

from dashboard.server import run


def tell(*_: object) -> None:
    """Counts the documents there are, after a full collection."""
    gc.collect()
    documents = sum(isinstance(thing, Document) for thing in gc.get_objects())
    print(json.dumps({"documents": documents}), flush=True)  # noqa: T201


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, tell)
    run.main()
