"""The way to an object store: its client, how long it may take, and its faults in words.

obstore carries all three kinds (one library of 17 MB; s3fs, gcsfs and adlfs together are 98 MB and take seconds to
import, measured 2026-11). Files go through its fsspec interface; the lock needs conditional writes, which fsspec has no
words for, and so goes to the store itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from obstore.exceptions import BaseError, NotSupportedError
from obstore.fsspec import FsspecStore
from obstore.store import ObjectStore, from_url

from storage.folder import FolderError

RETRY: dict[str, Any] = {
    "max_retries": 4,
    "retry_timeout": timedelta(seconds=30),
    "backoff": {"init_backoff": timedelta(milliseconds=200), "max_backoff": timedelta(seconds=5), "base": 2},
}
"""A store that is down is told of within half a minute; obstore's own patience is three minutes."""

CONNECT_S, REQUEST_S = 5, 120
"""Limits for connecting and for a whole request, which carries 8 MB at most: at 70 kB/s it is still in time."""

ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")

CREDENTIALS = {
    "s3": "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS",
    "az": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
}

METADATA = ("/latest/api/token", "/latest/meta-data", "/computeMetadata/", "/metadata/identity/")
"""Where a cloud's own machine asks for its credentials: the last resort of every client."""

SILENCE = ("error sending request", "timed out", "response body error")

REFUSED = ("401 Unauthorized", "403 Forbidden")

NO_BUCKET = ("NoSuchBucket", "ContainerNotFound")


def options() -> dict[str, Any]:
    """How obstore is to connect. Credentials and addresses it takes from the environment by itself."""
    # Whoever writes http:// means it; obstore would want AWS_ALLOW_HTTP beside it.
    plain_http = any(os.environ.get(name, "").startswith("http://") for name in ENDPOINTS)
    client: dict[str, Any] = {
        "connect_timeout": timedelta(seconds=CONNECT_S),
        "timeout": timedelta(seconds=REQUEST_S),
    }
    return {"client_options": client | ({"allow_http": True} if plain_http else {}), "retry_config": RETRY}


def object_filesystem(url: str) -> FsspecStore:
    """The files of all buckets, as fsspec has them; paths are bucket/key."""
    with translate_store_errors(url):
        return FsspecStore(urlsplit(url).scheme, skip_instance_cache=True, **options())  # type: ignore[call-overload]


def object_store(url: str) -> ObjectStore:
    """The objects under `url`, with conditional writes; keys are relative to it."""
    with translate_store_errors(url):
        return from_url(url, **options())


@contextmanager
def translate_store_errors(url: str) -> Iterator[None]:
    """Turns what the store's client raises into a FolderError.

    Raises:
        FileNotFoundError: passes, as an answer, unless it is the whole bucket that is not there.
        OSError: passes, if it is the disk's own, which has a number; the client's reader raises it without one.
    """
    try:
        yield
    except (BaseError, OSError) as error:
        absent = isinstance(error, FileNotFoundError) and not any(code in str(error) for code in NO_BUCKET)
        if absent or (isinstance(error, OSError) and error.errno is not None):
            raise
        raise FolderError(store_error_sentence(url, error)) from error


def store_error_sentence(url: str, error: Exception) -> str:
    """What happened and what to do about it."""
    text = str(error)
    bucket, kind = urlsplit(url).netloc, urlsplit(url).scheme
    # The store's own word, if its answer had a body; else the status.
    said = re.search(r"<Code>(\w+)</Code>", text) or re.search(r"status code: (\d{3}[\w ]*)", text)
    code = said[1] if said else ""
    names = CREDENTIALS.get(kind, CREDENTIALS["az"])
    if any(path in text for path in METADATA):
        return f"{url}: there are no credentials; set {names}"
    if code in NO_BUCKET:
        return f"{url}: there is no bucket {bucket}; create it, or mend the address"
    if any(status in text for status in REFUSED):
        reason = code or "no reason given"
        return f"{url}: the store refuses these credentials ({reason}); look at {names}, and at their rights"
    if "501 Not Implemented" in text or isinstance(error, NotSupportedError):
        return f"{url}: the store knows no conditional writes (If-None-Match), without which two refreshes could mix"
    if any(words in text for words in SILENCE):
        address = re.search(r"https?://[^/\s]+", text)
        return f"{url}: {address[0] if address else 'the store'} cannot be reached; look at the network, then try again"
    reason = code or text.partition("\n")[0][:200]
    return f"{url}: the store fails ({reason}); try again later, and if it stays, look at the address and its settings"
