"""Scripts compressed ahead: used if they are there, and only for the content that they were made from."""

from __future__ import annotations

from pathlib import Path

import brotlicffi
import pytest

from dashboard.server import static_files

SCRIPT = b"const answer = 42;\n" * 500


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(static_files, "COMPRESSED", tmp_path / "compressed")
    path = tmp_path / "library.min.js"
    path.write_bytes(SCRIPT)
    return path


def test_a_script_without_a_compressed_file_is_compressed_while_serving(script: Path) -> None:
    sent = static_files._by_brotli(str(script), None)
    assert brotlicffi.decompress(sent) == SCRIPT
    assert list(script.parent.iterdir()) == [script]


def test_a_compressed_file_is_sent(script: Path) -> None:
    (made,) = static_files.compress_ahead([SCRIPT])
    assert brotlicffi.decompress(made.read_bytes()) == SCRIPT
    made.write_bytes(b"made beforehand")
    assert static_files._by_brotli(str(script), "then") == b"made beforehand"


def test_a_compressed_file_of_another_version_is_not_sent(script: Path) -> None:
    static_files.compress_ahead([SCRIPT])
    script.write_bytes(SCRIPT + b"// the next version\n")
    assert brotlicffi.decompress(static_files._by_brotli(str(script), "later")) == script.read_bytes()
