"""`python -m dashboard static OUT`: write the static edition of the configured figures into a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.documents.static.edition import write
from dashboard.documents.static.folder import CannotWriteError, Files
from dashboard.snapshot import store
from dashboard.snapshot.store import SnapshotError


def main(arguments: list[str]) -> int:
    """Write the edition, and return the exit status: 1 with a sentence where it cannot be written."""
    parser = argparse.ArgumentParser("python -m dashboard static", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write: a new one, an empty one, or an earlier edition")
    parser.add_argument("--live", type=_address, metavar="URL", help="address of the live edition")
    parser.add_argument("--pictures", action="store_true", help="write each brief as PDF and PNG too")
    asked = parser.parse_args(arguments)
    try:
        files = write(store.current(), asked.out, asked.live or "", _report, has_pictures=asked.pictures)
    except (CannotWriteError, SnapshotError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for line in summary(files):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"\nTo look at it: python -m http.server --directory {asked.out}\n")
    return 0


def summary(files: Files) -> list[str]:
    """Return a line on the size of each part, and of the whole."""
    parts = [f"{part:<14}{files.counts[part]:>6} files {size / 1e6:>8.2f} MB" for part, size in files.sizes_b.items()]
    return [*parts, f"{'together':<14}{files.counts.total():>6} files {files.sizes_b.total() / 1e6:>8.2f} MB"]


def _report(line: str) -> None:
    sys.stdout.write(f"{line} ...\n")
    sys.stdout.flush()


def _address(text: str) -> str:
    """Return an address of the web, which pages may link to.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f"{text} is no address; give one such as https://climate.example.org/")
    return text
