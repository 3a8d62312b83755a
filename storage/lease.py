"""Lease: the lock of an object store, one object that is created only if absent and renewed while its owner lives.

A store cannot detect that a process died, so the lock expires: LEASE_S after its last renewal any process may take it
over, in one conditional step that only one can win. Its age is the store's time of writing, measured by the clock of
the process that asks. S3 and Azure refuse clocks that are 15 minutes off, so a lease of 20 cannot be taken from a
living owner.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import obstore
from obstore.exceptions import AlreadyExistsError, PreconditionError
from obstore.store import ObjectStore

from storage.connection import translate_store_errors
from storage.folder import FolderError, FolderLockedError, LockOwner
from storage.process import this_process

log = logging.getLogger(__name__)

LOCK = ".lock"
LEASE_S = 20 * 60
RENEW_S = 60

Version = dict[str, Any]
"""Identifies one writing of an object; obstore takes it as the condition of the next."""


class _Lock(NamedTuple):
    """The lock object as it was found."""

    content: dict[str, Any]
    version: Version
    written: datetime


class Lease:
    """The right to write to one place of an object store, for as long as it is renewed."""

    def __init__(self, store: ObjectStore, place: str) -> None:
        self._store, self._place = store, place
        self._token = uuid4().hex
        self._version: Version | None = None
        self._mutex = threading.Lock()
        self._released = threading.Event()

    @contextmanager
    def hold(self) -> Iterator[Lease]:
        """Hold the lock while the body runs; each lease can be used once.

        Raises:
            FolderLockedError: another process holds it.
            FolderError: the store cannot be reached.
        """
        with translate_store_errors(self._place):
            self._version = self._acquire()
        threading.Thread(target=self._renew_at_intervals, name="lease", daemon=True).start()
        try:
            yield self
        finally:
            self._released.set()
            self._release()

    def confirm(self) -> None:
        """Renew the lock now, before a step that only its owner may take.

        Raises:
            FolderError: another process has taken it over, or the store cannot be reached.
        """
        with self._mutex, translate_store_errors(self._place):
            self._renew()

    def _renew_at_intervals(self) -> None:
        """Renew every RENEW_S seconds. An error is left to `confirm`, which meets it again where it matters."""
        while not self._released.wait(RENEW_S):
            with self._mutex:
                if self._version is None:
                    return
                try:
                    with translate_store_errors(self._place):
                        self._renew()
                except FolderError:
                    continue

    def _acquire(self) -> Version:
        try:
            return self._put("create")
        except AlreadyExistsError as exists:
            found = self._find()
            if found is None:  # released between the two requests
                return self._put("create")
            if self._is_own(found):  # the first answer was lost, and the client asked again
                return found.version
            expires = found.written + timedelta(seconds=LEASE_S)
            if datetime.now(UTC) < expires:
                raise self._locked_error(found, expires) from exists
            return self._take_over(found, expires)

    def _take_over(self, expired: _Lock, expires: datetime) -> Version:
        try:
            return self._put(expired.version)
        except (PreconditionError, AlreadyExistsError, FileNotFoundError) as changed:  # another process was quicker
            raise self._locked_error(expired, expires) from changed

    def _renew(self) -> None:
        if self._version is None:
            raise self._lost_error()
        try:
            self._version = self._put(self._version)
        except (PreconditionError, AlreadyExistsError, FileNotFoundError) as changed:
            found = self._find()
            if found is None or not self._is_own(found):
                self._version = None
                raise self._lost_error() from changed
            self._version = found.version  # the renewal before this one arrived, though its answer did not

    def _release(self) -> None:
        """Remove the lock, if this lease still has it. If the store is down, the lock stays until it expires."""
        with self._mutex:
            try:
                with translate_store_errors(self._place):
                    found = self._find()
                    if found is not None and self._is_own(found):
                        obstore.delete(self._store, LOCK)
            except FolderError as error:
                log.warning("the lock could not be removed and stays until it expires: %s", error)
            self._version = None

    def _put(self, mode: Any) -> Version:
        # The time makes each writing differ, and with it the tag that the next conditional step names.
        content = {**vars(this_process()), "token": self._token, "written": time.time_ns()}
        return _version(obstore.put(self._store, LOCK, json.dumps(content).encode(), mode=mode))

    def _find(self) -> _Lock | None:
        try:
            answer = obstore.get(self._store, LOCK)
            body = bytes(answer.bytes())
        except FileNotFoundError:
            return None
        try:
            content = json.loads(body)
        except ValueError:
            content = {}
        return _Lock(content if isinstance(content, dict) else {}, _version(answer.meta), answer.meta["last_modified"])

    def _is_own(self, found: _Lock) -> bool:
        return found.content.get("token") == self._token

    def _locked_error(self, found: _Lock, expires: datetime) -> FolderLockedError:
        content = found.content
        owner = LockOwner(
            content.get("pid", 0), content.get("host", "an unknown host"), content.get("since", "an unknown time")
        )
        advice = f"wait until it ends; if it was killed, its lock expires at {expires:%Y-%m-%dT%H:%M:%SZ}"
        return owner.locked_error(self._place, advice)

    def _lost_error(self) -> FolderError:
        return FolderError(
            f"this refresh has lost the lock of {self._place}: another one took it over, as it was not renewed for "
            f"{LEASE_S // 60} minutes, or it was removed; this refresh stops, and the published snapshot is unchanged"
        )


def _version(answer: Any) -> Version:
    """Return what identifies this writing of the object: a tag for S3 and Azure, a version number for Google."""
    return {name: answer[name] for name in ("e_tag", "version") if answer.get(name) is not None}
