"""The behaviour that every kind of folder has in common."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from storage import CATALOG, Folder, FolderError, FolderLockedError, open_folder
from tests.helpers.publisher import publish, published


def put(folder: Folder, name: str, **files: bytes) -> None:
    with folder.staging() as staged:
        for file, data in files.items():
            (staged / file).write_bytes(data)
        folder.put(staged, name)


def test_an_empty_folder_reads_as_empty_without_an_error(folder: Folder):
    assert folder.version() is None
    assert folder.read(CATALOG) is None
    assert folder.folders() == []
    with pytest.raises(FileNotFoundError) as absent:
        folder.local("snapshot-1/one.bin")
    assert Path(absent.value.filename).name == "one.bin"


def test_put_stores_files_byte_for_byte(folder: Folder):
    data = bytes(range(256)) * 100
    put(folder, "snapshot-1", one=data, two=b"")
    assert folder.folders() == ["snapshot-1"]
    assert folder.local("snapshot-1/one").read_bytes() == data
    assert folder.local("snapshot-1/two").read_bytes() == b""


def test_a_multipart_file_arrives_complete(folder: Folder):
    data = random.Random(1).randbytes(24 << 20)  # uploaded in parts of 5 MB, downloaded in chunks of 8
    put(folder, "snapshot-1", big=data)
    assert folder.local("snapshot-1/big").read_bytes() == data


def test_put_replaces_a_damaged_folder_of_the_same_name(folder: Folder):
    put(folder, "snapshot-1", one=b"damaged", two=b"2")
    put(folder, "snapshot-1", one=b"1", two=b"2")
    assert folder.local("snapshot-1/one").read_bytes() == b"1"
    assert folder.folders() == ["snapshot-1"]


def test_the_version_changes_only_when_the_catalog_is_replaced(folder: Folder):
    folder.replace(CATALOG, b"old")
    before = folder.version()
    assert folder.version() == before
    put(folder, "snapshot-1", one=b"1")
    folder.replace("README.md", b"read me")
    assert folder.version() == before
    folder.replace(CATALOG, b"new")
    assert folder.version() != before
    assert folder.read(CATALOG) == b"new"
    assert folder.read("README.md") == b"read me"


def test_removing_a_folder_removes_its_files_and_may_be_repeated(folder: Folder):
    put(folder, "snapshot-1", one=b"1")
    put(folder, "snapshot-12", one=b"12")
    folder.remove("snapshot-1")
    folder.remove("snapshot-1")
    assert folder.folders() == ["snapshot-12"]
    assert folder.local("snapshot-12/one").read_bytes() == b"12"


def test_remove_also_removes_a_single_file(folder: Folder):
    folder.replace(CATALOG, b"old")
    folder.remove(CATALOG)
    assert folder.version() is None


def test_a_second_writer_is_refused_with_the_name_of_the_first(place: str):
    with open_folder(place).lock():
        with pytest.raises(
            FolderLockedError, match=r"another refresh of .*figures is running: process \d+ on .+, since 20.*wait"
        ):
            publish(open_folder(place), "b")
        assert_unpublished("b", place)
    publish(open_folder(place), "b")
    assert published(open_folder(place)) == "b"


def assert_unpublished(content: str, place: str) -> None:
    assert open_folder(place).folders() == []
    assert published(open_folder(place)) != content


def test_a_lock_cannot_be_taken_twice_through_one_folder_object(folder: Folder):
    with folder.lock():
        with pytest.raises(FolderLockedError), folder.lock():
            pass
        folder.replace(CATALOG, b"the first writer still has the lock")
    with folder.lock():
        pass


def test_the_staging_folder_starts_empty_and_is_removed_on_an_error(folder: Folder):
    with pytest.raises(KeyError), folder.staging() as staged:  # noqa: PT012 - the test is about leaving the context
        assert list(staged.iterdir()) == []
        (staged / "half").write_bytes(b"?")
        raise KeyError("the writing failed")
    assert not staged.exists()
    with folder.staging() as staged:
        assert list(staged.iterdir()) == []


def test_an_open_file_of_an_old_snapshot_stays_readable(folder: Folder):
    publish(folder, "old")
    with folder.local("snapshot-old/one.bin").open("rb") as opened:
        publish(folder, "newer")
        publish(folder, "newest")
        assert published(folder) == "newest"
        assert opened.read() == b"old"
    assert folder.folders() == ["snapshot-newest"]


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "snapshot-1/../../outside", ""])
def test_names_that_lead_out_of_the_folder_are_refused(folder: Folder, name: str):
    for reach in (folder.read, folder.local, folder.remove, lambda name: folder.replace(name, b"")):
        with pytest.raises(FolderError, match="not the name of a file inside"):
            reach(name)


@pytest.mark.parametrize("place", ["ftp://host/folder", "s3://", "http://host/data"], indirect=False)
def test_an_address_with_an_unknown_scheme_is_refused(place: str):
    with pytest.raises(FolderError, match=r"is not a data folder; give a path, or .* s3://"):
        open_folder(place)


def test_a_file_url_is_a_path(tmp_path: Path):
    assert open_folder(f"file://{tmp_path}/with%20space").place == f"{tmp_path}/with space"


@pytest.mark.parametrize("package", ["obstore", "fsspec"])
def test_without_the_library_a_url_names_what_to_install(package: str):
    code = f"import sys; sys.modules[{package!r}] = None; import storage; storage.open_folder('s3://bucket/folder')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"FolderError: s3://bucket/folder needs the package {package}; install it with: pip install" in ended.stderr


@pytest.mark.parametrize("package", ["obstore", "fsspec"])
def test_a_local_folder_needs_no_object_store_library(package: str, tmp_path: Path):
    code = f"import sys; sys.modules[{package!r}] = None; import storage; print(storage.open_folder({str(tmp_path)!r}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
