"""Read a TOML file that people edit; editors on Windows save it with a byte order mark, or as UTF-16."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from etl.errors import ListError


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file in UTF-8, with or without a byte order mark.

    Raises:
        ListError: it cannot be read; the sentence says what to do.
    """
    return parse_toml(path.name, toml_text(path))


def toml_text(path: Path) -> str:
    """Return the text with its line endings and its byte order mark, so that an edited file has them too.

    Raises:
        ListError: it cannot be read, or is not in UTF-8.
    """
    try:
        body = path.read_bytes()
        if b"\0" in body:  # every second byte of UTF-16, none of UTF-8
            raise ListError(f"{path.name} cannot be read: it is UTF-16; save it as UTF-8")
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise ListError(
            f"{path.name} cannot be read: line {line} is not UTF-8 ({error.reason}); save it as UTF-8"
        ) from error
    except OSError as error:
        raise ListError(f"{path.name} cannot be read: {error.strerror or error}") from error


def parse_toml(name: str, text: str) -> dict[str, Any]:
    """Return the content of TOML text.

    Raises:
        ListError: it is not TOML; the message has the file's name and the line.
    """
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ListError(f"{name} cannot be read: {error}") from error
