"""Reads the published snapshot, draws it and serves it. Never imports etl: the two share files only."""

import os

# Arrow's own memory pool keeps what has been read: 56 MB of a server's 334 (measured 2026-11, pyarrow 26); malloc gives
# it back. Arrow looks at this once, when it is first imported.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
