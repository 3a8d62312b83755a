"""Opens the folder that a path or a URL names."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from storage.folder import Folder, FolderError
from storage.local import LocalFolder

OBJECT_STORES = ("s3", "gs", "abfs", "abfss", "az")
"""Schemes of Amazon S3 and compatible stores, Google Cloud Storage, and Azure Blob Storage."""

INSTALL = 'pip install ".[object-store]"'


def open_folder(place: str | Path) -> Folder:
    """Return the folder at a path or URL. Nothing is read yet, and it need not exist.

    Args:
        place: a path, file:///path, s3://bucket/folder, gs://bucket/folder, or abfs://container/folder.

    Raises:
        FolderError: the scheme is unknown, or the library for object stores is not installed.
    """
    text = str(place)
    if isinstance(place, Path) or not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        return LocalFolder(Path(place).expanduser())
    url = urlsplit(text)
    if url.scheme == "file":
        return LocalFolder(Path(unquote(url.path)))
    if url.scheme not in OBJECT_STORES or not url.netloc:
        known = ", ".join(f"{scheme}://" for scheme in OBJECT_STORES)
        raise FolderError(f"{text} is not a data folder; give a path, or a bucket and folder after one of {known}")
    try:
        from storage.objects import ObjectFolder  # here, as only URLs need the optional library
    except ModuleNotFoundError as missing:
        package = (missing.name or "obstore").partition(".")[0]
        raise FolderError(f"{text} needs the package {package}; install it with: {INSTALL}") from missing
    return ObjectFolder(text)
