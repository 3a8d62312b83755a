"""Libraries of others that the page fetches when they are needed, as released: their versions, licences and hashes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.assets import file_store

FOLDER = Path(__file__).parent / "vendor"


@dataclass(frozen=True)
class VendoredLibrary:
    """A library's file, unchanged; `sha256` is that of the file in the release named (a test compares it)."""

    name: str
    version: str
    licence: str
    origin: str
    sha256: str

    @property
    def file(self) -> Path:
        """The script, with its licence beside it as LICENSE.txt."""
        return FOLDER / self.name / f"{self.name}.js"


MINISEARCH = VendoredLibrary(
    "minisearch",
    "7.2.0",
    "MIT",
    "dist/es/index.js of the npm package minisearch",
    "0393b3ba253b809d5e55707c7b0875ef9b518a296a006c6739b28876e154edb3",
)
"""Full-text search with prefixes and typing errors, for the search fields (docs/decisions/0016)."""

LIBRARIES = (MINISEARCH,)


@cache
def search_library_url() -> str:
    """Return the URL of the search library, relative to the page; fetched when a search field is first focused."""
    return file_store.scripts.url(MINISEARCH.name, MINISEARCH.file.read_bytes)
