"""`python -m dashboard` that prints the number of its documents on SIGUSR1, as a line of JSON on standard output.

A production server has no page for this, so a signal asks for it.
"""

from __future__ import annotations

import gc
import json
import signal

from bokeh.document import Document

from dashboard.server import run


def print_documents(*_: object) -> None:
    """Print the number of documents after a full garbage collection."""
    gc.collect()
    documents = sum(isinstance(thing, Document) for thing in gc.get_objects())
    print(json.dumps({"documents": documents}), flush=True)  # noqa: T201


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, print_documents)
    run.main()
