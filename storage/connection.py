"""Connections to an object store: client options, time limits, and its errors as sentences.

obstore supports all three kinds of store (one library of 17 MB; s3fs, gcsfs and adlfs together are 98 MB and take
seconds to import, measured 2026-11). Files go through its fsspec interface; the lock needs conditional writes, which
fsspec cannot express, and so uses the store's own interface. obstore is an optional dependency, so this module is
imported only once a URL is opened (`storage.opening`).
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
"""A store that is down is reported within half a minute; obstore's default is three minutes."""

CONNECT_S, REQUEST_S = 5, 120
"""Limits for connecting and for a whole request, which carries 8 MB at most: at 70 kB/s it is still in time."""

ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")
"""Environment variables that name the address of a store."""

CREDENTIALS = {
    "s3": "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS",
    "az": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
}
"""Environment variables with the credentials, by scheme; Azure's for all its schemes."""

METADATA = ("/latest/api/token", "/latest/meta-data", "/computeMetadata/", "/metadata/identity/")
"""Where a cloud's own machine asks for its credentials: the last resort of every client."""

UNREACHABLE = ("error sending request", "timed out", "response body error")
"""Parts of the client's message if no complete answer arrived."""

REJECTED = ("401 Unauthorized", "403 Forbidden")

NO_BUCKET = ("NoSuchBucket", "ContainerNotFound")


def client_options() -> dict[str, Any]:
    """Return the options of obstore's client. It reads credentials and addresses from the environment by itself."""
    # An address with http:// is meant so; obstore would ask for AWS_ALLOW_HTTP as well.
    plain_http = any(os.environ.get(name, "").startswith("http://") for name in ENDPOINTS)
    client: dict[str, Any] = {
        "connect_timeout": timedelta(seconds=CONNECT_S),
        "timeout": timedelta(seconds=REQUEST_S),
    }
    return {"client_options": client | ({"allow_http": True} if plain_http else {}), "retry_config": RETRY}


def object_filesystem(url: str) -> FsspecStore:
    """Return the fsspec file system of all buckets; its paths are bucket/key."""
    with translate_store_errors(url):
        return FsspecStore(urlsplit(url).scheme, skip_instance_cache=True, **client_options())  # type: ignore[call-overload]


def object_store(url: str) -> ObjectStore:
    """Return the store of the objects under `url`, with conditional writes; keys are relative to `url`."""
    with translate_store_errors(url):
        return from_url(url, **client_options())


@contextmanager
def translate_store_errors(url: str) -> Iterator[None]:
    """Raise a FolderError in place of what the store's client raises.

    Raises:
        FileNotFoundError: an object does not exist. If the whole bucket does not, it is a FolderError.
        OSError: an error of the disk, which has an errno; the client's reader raises OSErrors without one.
    """
    try:
        yield
    except (BaseError, OSError) as error:
        is_missing = isinstance(error, FileNotFoundError) and not any(code in str(error) for code in NO_BUCKET)
        if is_missing or (isinstance(error, OSError) and error.errno is not None):
            raise
        raise FolderError(store_error_sentence(url, error)) from error


def store_error_sentence(url: str, error: Exception) -> str:
    """Return one sentence: what is wrong and what to do."""
    text = str(error)
    bucket, scheme = urlsplit(url).netloc, urlsplit(url).scheme
    # The store's own error code if its answer had a body, else the HTTP status.
    found = re.search(r"<Code>(\w+)</Code>", text) or re.search(r"status code: (\d{3}[\w ]*)", text)
    code = found[1] if found else ""
    variables = CREDENTIALS.get(scheme, CREDENTIALS["az"])
    if any(path in text for path in METADATA):
        return f"{url}: no credentials found; set {variables}"
    if code in NO_BUCKET:
        return f"{url}: the bucket {bucket} does not exist; create it, or correct the address"
    if any(status in text for status in REJECTED):
        return (
            f"{url}: the store rejects these credentials ({code or 'no reason given'}); check {variables}, "
            "and their permissions"
        )
    if "501 Not Implemented" in text or isinstance(error, NotSupportedError):
        return (
            f"{url}: the store does not support conditional writes (If-None-Match), which keep two refreshes apart; "
            "use another store"
        )
    if any(words in text for words in UNREACHABLE):
        address = re.search(r"https?://[^/\s]+", text)
        return f"{url}: {address[0] if address else 'the store'} cannot be reached; check the network, then try again"
    reason = code or text.partition("\n")[0][:200]
    return f"{url}: the store failed ({reason}); try again later, and if it fails again, check the address"
