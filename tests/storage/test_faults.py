"""Faults of disks and stores: each is reported in one clear sentence, and the published snapshot stays."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from storage import CATALOG, FolderError, open_folder
from storage.errors import translate_disk_errors
from tests.helpers.object_store import ObjectStore, error_response
from tests.helpers.publisher import publish, published

NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """Run the body as another user if this one is root, which ignores permissions."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every user of this machine can read."""
    with tempfile.TemporaryDirectory() as path:
        Path(path).chmod(0o755)
        yield Path(path)


def test_a_read_only_folder_is_reported_and_can_still_be_read(open_to_all: Path):
    path = open_to_all / "figures"
    publish(open_folder(path), "old")
    path.chmod(0o555)
    with (
        as_nobody(),
        pytest.raises(FolderError, match=rf"{path} cannot be written: permission denied; give user \d+ write"),
    ):
        publish(open_folder(path), "new")
    with as_nobody():
        assert published(open_folder(path)) == "old"
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("number", "user", "advice"),
    [
        (errno.EROFS, 0, "read-only file system; choose another folder, or mount this disk for writing"),
        (errno.EROFS, 1000, "read-only file system; choose another folder, or mount this disk for writing"),
        (errno.EPERM, 0, "operation not permitted, even for root; choose another folder, or look at its attributes"),
        (errno.EACCES, 1000, "permission denied; give user 1000 write permission there, or choose another folder"),
    ],
)
def test_the_advice_fits_the_disk_and_the_user(monkeypatch, number: int, user: int, advice: str):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    error = OSError(number, os.strerror(number))
    with pytest.raises(FolderError) as caught, translate_disk_errors("written", "/figures"):
        raise error
    assert str(caught.value).startswith(f"/figures cannot be written: {advice}")


def test_an_unreadable_folder_is_not_taken_for_an_empty_one(open_to_all: Path):
    path = open_to_all / "figures"
    publish(open_folder(path), "old")
    path.chmod(0o000)
    folder = open_folder(path)
    for look in (folder.version, lambda: folder.read(CATALOG), lambda: folder.local("snapshot-old/one.bin")):
        with as_nobody(), pytest.raises(FolderError, match="cannot be read: permission denied"):
            look()
    path.chmod(0o755)


def test_a_file_in_the_place_of_the_folder_is_reported(tmp_path: Path):
    (tmp_path / "figures").write_text("a file")
    with pytest.raises(FolderError, match="a file is in the place of the folder"):
        publish(open_folder(tmp_path / "figures"), "new")
    with pytest.raises(FolderError, match="a file is in the place of the folder"):
        open_folder(tmp_path / "figures").version()


@contextmanager
def no_file_longer_than(size_bytes: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_over_the_size_limit_publishes_nothing(tmp_path: Path):
    folder = open_folder(tmp_path / "figures")
    publish(folder, "old")
    with no_file_longer_than(1000), pytest.raises(FolderError, match="cannot be written: file too large; free some"):
        publish(folder, "new" * 1000)
    assert published(folder) == "old"
    assert names(tmp_path / "figures") == ["catalog.json", "snapshot-old"]


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    path = tmp_path / "disk"
    path.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this user may not mount a small disk")
    yield path
    subprocess.run(["umount", path], check=True)


def test_a_full_disk_is_reported_and_the_published_snapshot_stays(small_disk: Path):
    folder = open_folder(small_disk / "figures")
    publish(folder, "old")
    with pytest.raises(FolderError, match=r"figures cannot be written: no space left on device; free some space"):
        publish(folder, "x" * 700_000)
    assert published(folder) == "old"
    assert names(small_disk / "figures") == ["catalog.json", "snapshot-old"]
    publish(folder, "new")
    assert published(folder) == "new"


def test_a_full_disk_while_writing_the_catalog_is_reported(small_disk: Path):
    folder = open_folder(small_disk)
    publish(folder, "old")
    with pytest.raises(FolderError, match="no space left on device"):
        folder.replace(CATALOG, b"x" * 2_000_000)
    assert published(folder) == "old"
    assert names(small_disk) == ["catalog.json", "snapshot-old"]


def test_a_full_download_disk_is_named_and_left_without_partial_files(small_disk: Path, s3: str, monkeypatch):
    folder = open_folder(s3)
    with folder.staging() as staged:
        (staged / "big").write_bytes(bytes(2_000_000))
        folder.put(staged, "snapshot-1")
    monkeypatch.setenv("DASHBOARD_CACHE_DIR", str(small_disk))
    with pytest.raises(FolderError, match=r"DASHBOARD_CACHE_DIR\) cannot be written: no space left on device"):
        open_folder(s3).local("snapshot-1/big")
    assert [path for path in small_disk.rglob(".*") if path.is_file()] == []


def test_an_error_that_no_disk_raises_passes_through_staging(folder):
    """An exception raised while staging becomes a disk error only if a disk can raise it."""
    with pytest.raises(ConnectionResetError), folder.lock(), folder.staging():
        raise ConnectionResetError("from a service")


def test_a_store_that_is_down_is_not_taken_for_an_empty_folder(own_server: ObjectStore, s3: str):
    folder = open_folder(s3)
    publish(folder, "old")
    own_server.stop()
    steps = (folder.version, lambda: folder.read(CATALOG), folder.folders, lambda: publish(folder, "new"))
    for step in steps:
        with pytest.raises(FolderError, match=rf"s3://figures/.*: {own_server.address} cannot be reached; check the"):
            step()
    own_server.start()
    assert published(folder) == "old"


def test_a_missing_bucket_is_not_taken_for_an_empty_folder(server: ObjectStore):
    folder = open_folder("s3://no-such-bucket/figures")
    for step in (folder.version, lambda: folder.read(CATALOG), folder.folders, lambda: folder.local("snapshot-1/a")):
        with pytest.raises(FolderError, match="the bucket no-such-bucket does not exist; create it, or correct"):
            step()
    with pytest.raises(FolderError, match="the bucket no-such-bucket does not exist"):
        publish(folder, "new")


def test_rejected_credentials_name_the_variables_to_check(server: ObjectStore, s3: str):
    server.ask("POST", "/moto-api/reset-auth", b"0")  # from here on the server checks credentials
    try:
        for step in (open_folder(s3).folders, lambda: publish(open_folder(s3), "new")):
            with pytest.raises(FolderError, match=r"rejects these credentials \(InvalidAccessKeyId\); check AWS_ACC"):
                step()
    finally:
        server.ask("POST", "/moto-api/reset-auth", b"inf")


def test_missing_credentials_name_the_variables_to_set(s3: str, server: ObjectStore, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", f"{server.address}/nothing")
    with pytest.raises(FolderError, match="no credentials found; set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and"):
        open_folder(s3).version()


def test_a_missing_azure_account_is_reported(monkeypatch):
    for name in [name for name in os.environ if name.startswith("AZURE_")]:
        monkeypatch.delenv(name)
    with pytest.raises(FolderError, match="Account must be specified"):
        open_folder("abfs://container/figures").version()


def answer_writes_with(server: ObjectStore, status: str, code: str) -> None:
    def intercept(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        return error_response(environ, status, code) if request.startswith("PUT") else serve()

    server.intercept = intercept


def test_a_store_without_conditional_writes_is_refused(server: ObjectStore, s3: str):
    answer_writes_with(server, "501 Not Implemented", "NotImplemented")
    with pytest.raises(FolderError, match=r"the store does not support conditional writes \(If-None-Match\)"):
        publish(open_folder(s3), "new")


def test_an_error_of_the_store_is_reported_with_its_code(server: ObjectStore, s3: str):
    answer_writes_with(server, "503 Service Unavailable", "SlowDown")
    with pytest.raises(FolderError, match=r"the store failed \((SlowDown|503 \w+ \w+)\); try again later"):
        publish(open_folder(s3), "new")


def test_a_passing_error_of_the_store_is_retried(server: ObjectStore, s3: str):
    left = 2

    def intercept(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        nonlocal left
        left -= 1
        return error_response(environ, "503 Service Unavailable", "SlowDown") if left >= 0 else serve()

    server.intercept = intercept
    publish(open_folder(s3), "new")
    assert published(open_folder(s3)) == "new"


def cut(environ: dict[str, Any], body: list[bytes], *, honest: bool) -> list[bytes]:
    """Cut off the end of an answer; an honest one has the length of what is sent, the other that of the whole."""
    status, headers, *_ = environ["head"][0]
    whole = b"".join(body)[:-3]
    if honest:
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        headers.append(("Content-Length", str(len(whole))))
    return environ["respond"](status, headers, whole)


@pytest.mark.parametrize("honest", [True, False])
def test_an_incomplete_download_is_refused_and_deleted(server: ObjectStore, s3: str, tmp_path: Path, honest: bool):
    publish(open_folder(s3), "content")

    def intercept(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        body = serve()
        return cut(environ, body, honest=honest) if request.startswith("GET") and ".bin" in request else body

    server.intercept = intercept
    with pytest.raises(FolderError, match="try again"):
        open_folder(s3).local("snapshot-content/one.bin")
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []
    server.intercept = None
    assert published(open_folder(s3)) == "content"


def test_an_incomplete_upload_is_not_published(server: ObjectStore, s3: str):
    publish(open_folder(s3), "old")

    def intercept(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        body = serve()
        if request.startswith("HEAD") and request.endswith("two.bin"):
            status, headers, *_ = environ["head"][0]
            short = [(name, "1" if name.lower() == "content-length" else value) for name, value in headers]
            return environ["respond"](status, short, b"")
        return body

    server.intercept = intercept
    with pytest.raises(FolderError, match=r"two\.bin was stored with 1 of 3 bytes; try again \(the published snapshot"):
        publish(open_folder(s3), "new")
    server.intercept = None
    assert published(open_folder(s3)) == "old"
