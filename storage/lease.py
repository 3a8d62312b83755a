"""The lock of an object store: one object, created only where there is none, renewed while its owner lives.

A store cannot see that a process died, so the lock runs out: LEASE_S after it was last renewed anybody may take it
over, in one conditional step that only one can win. The age is the store's time of writing against the clock of
whoever asks. S3 and Azure refuse clocks that are 15 minutes off, so a lease of 20 cannot be taken from a living owner.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import obstore
from obstore.exceptions import AlreadyExistsError, PreconditionError
from obstore.store import ObjectStore

from storage.connection import translate_store_errors
from storage.folder import FolderError, LockOwner
from storage.process import this_process

log = logging.getLogger(__name__)

LOCK = ".lock"
LEASE_S = 20 * 60
RENEW_S = 60


class Lease:
    """The right to write to one place of an object store, for as long as it is renewed."""

    def __init__(self, store: ObjectStore, place: str) -> None:
        self._store, self._place = store, place
        self._token = uuid4().hex
        self._held: dict[str, Any] | None = None
        self._turn = threading.Lock()
        self._over = threading.Event()

    @contextmanager
    def held(self) -> Iterator[Lease]:
        """Holds the lock while the body runs; once only.

        Raises:
            FolderLockedError: another process holds it.
            FolderError: the store cannot be reached.
        """
        with translate_store_errors(self._place):
            self._held = self._take()
        threading.Thread(target=self._keep, name="lease", daemon=True).start()
        try:
            yield self
        finally:
            self._over.set()
            self._release()

    def confirm(self) -> None:
        """Renews the lock now, before a step that only its owner may take.

        Raises:
            FolderError: another process has taken it over, or the store cannot be reached.
        """
        with self._turn, translate_store_errors(self._place):
            self._renew()

    def _keep(self) -> None:
        """Renews from time to time. A fault is left to `confirm`, which meets it again where it matters."""
        while not self._over.wait(RENEW_S):
            with self._turn:
                if self._held is None:
                    return
                try:
                    with translate_store_errors(self._place):
                        self._renew()
                except FolderError:
                    continue

    def _take(self) -> dict[str, Any]:
        try:
            return self._put("create")
        except AlreadyExistsError as exists:
            found = self._find()
            if found is None:  # given back between the two requests
                return self._put("create")
            said, version, written = found
            if said.get("token") == self._token:  # it is ours: the first answer was lost, the client asked again
                return version
            free_at = written + timedelta(seconds=LEASE_S)
            if datetime.now(UTC) < free_at:
                raise self._busy(said, free_at) from exists
            return self._take_over(said, version, free_at)

    def _take_over(self, said: dict[str, Any], version: dict[str, Any], free_at: datetime) -> dict[str, Any]:
        try:
            return self._put(version)
        except (PreconditionError, AlreadyExistsError, FileNotFoundError) as moved:  # another one was quicker
            raise self._busy(said, free_at) from moved

    def _renew(self) -> None:
        if self._held is None:
            raise self._lost()
        try:
            self._held = self._put(self._held)
        except (PreconditionError, AlreadyExistsError, FileNotFoundError) as moved:
            found = self._find()
            if found is None or found[0].get("token") != self._token:
                self._held = None
                raise self._lost() from moved
            self._held = found[1]  # the renewal before this one arrived, though its answer did not

    def _release(self) -> None:
        """Gives the lock back, if it is still ours. A store that is down keeps it until it has run out."""
        with self._turn:
            try:
                with translate_store_errors(self._place):
                    found = self._find()
                    if found is not None and found[0].get("token") == self._token:
                        obstore.delete(self._store, LOCK)
            except FolderError as fault:
                log.warning("the lock stays until it has run out: %s", fault)
            self._held = None

    def _put(self, mode: Any) -> dict[str, Any]:
        # The time makes each writing differ, and with it the tag that the next conditional step names.
        body = {**vars(this_process()), "token": self._token, "written": time.time_ns()}
        return _version(obstore.put(self._store, LOCK, json.dumps(body).encode(), mode=mode))

    def _find(self) -> tuple[dict[str, Any], dict[str, Any], datetime] | None:
        """What the lock says, its version, and when the store wrote it."""
        try:
            answer = obstore.get(self._store, LOCK)
            body = bytes(answer.bytes())
        except FileNotFoundError:
            return None
        try:
            said = json.loads(body)
        except ValueError:
            said = {}
        return said if isinstance(said, dict) else {}, _version(answer.meta), answer.meta["last_modified"]

    def _busy(self, said: dict[str, Any], free_at: datetime) -> FolderError:
        holder = LockOwner(
            said.get("pid", 0), said.get("host", "an unknown host"), said.get("since", "an unknown time")
        )
        advice = f"wait until it has ended; if it was killed, the folder is free again at {free_at:%Y-%m-%dT%H:%M:%SZ}"
        return holder.busy(self._place, advice)

    def _lost(self) -> FolderError:
        return FolderError(
            f"another refresh has taken {self._place} over, as this one was silent for {LEASE_S // 60} minutes, or its "
            "lock was removed; this one stops, and what is published stands"
        )


def _version(answer: Any) -> dict[str, Any]:
    """What names this very writing of an object; S3 and Azure go by the tag, Google by the version."""
    return {name: answer[name] for name in ("e_tag", "version") if answer.get(name) is not None}
