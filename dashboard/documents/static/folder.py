"""Files of an edition: written into a temporary folder beside it, and published at once by renaming."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MARK = "edition.json"
"""File by which a folder is known as an earlier edition, which may be replaced."""


class CannotWriteError(Exception):
    """An edition cannot be written; the message says why and what to do."""


class Files:
    """A folder that files are written into. `sizes_b` has their bytes by part: the first folder of a path."""

    def __init__(self, root: Path):
        """Write into `root`."""
        self.root = root
        self.sizes_b, self.counts = Counter[str](), Counter[str]()

    def write(self, path: str, content: bytes | str) -> str:
        """Write a file at a path with "/", and return the path."""
        body = content.encode() if isinstance(content, str) else content
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        part = path.partition("/")[0]
        self.sizes_b[part] += len(body)
        self.counts[part] += 1
        return path

    def write_json(self, path: str, content: Any) -> str:
        """Write a file of JSON, without spaces, and return its path."""
        return self.write(path, as_json(content))


def as_json(content: Any) -> str:
    """Return JSON without spaces; the same content gives the same text."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@contextmanager
def published(out: Path) -> Iterator[Files]:
    """Yield the files of a new edition, and put them in place of `out` once all are written; after a fault, nothing is.

    Raises:
        CannotWriteError: `out` is something else than an earlier edition or an empty folder, or cannot be written.
    """
    out = out.resolve()
    refuse(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise CannotWriteError(f"{out.parent} cannot be written ({error.strerror}). Name another folder.") from error
    try:
        fresh.chmod(0o755)  # a web server's own user reads it
        yield Files(fresh)
        _put(fresh, out)
    except OSError as error:
        raise CannotWriteError(
            f"The edition could not be written ({error.strerror or error}). {out} is as it was."
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def refuse(out: Path) -> None:
    """Raise CannotWriteError unless `out` is absent, empty, or an earlier edition."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise CannotWriteError(f"{out} is not a folder. Name a folder that is to be made.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise CannotWriteError(
            f"{out} has files in it and is no earlier edition ({MARK} is missing). Name an empty folder or a new one."
        )


def _put(fresh: Path, out: Path) -> None:
    """Rename `fresh` to `out`; an earlier edition is renamed first, and put back if that fails."""
    if not out.exists():
        fresh.rename(out)
        return
    before = Path(tempfile.mkdtemp(prefix=f".{out.name}-before-", dir=out.parent))
    out.rename(before)  # of a folder onto an empty one
    try:
        fresh.rename(out)
    except OSError:
        before.rename(out)
        raise
    shutil.rmtree(before, ignore_errors=True)
