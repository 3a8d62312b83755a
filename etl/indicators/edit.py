"""Adding a series to the list of indicators and taking one out; comments, order and format of the file stay.

The file is changed as text, for no TOML library says whose a comment between two entries is. Here it is nobody's: it
stays where it stands when either entry goes. What comes out is read again, and takes the file's place only if it says
what was there before but for the one entry.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from etl.errors import ListError
from etl.indicators.configured import Configured, configured
from etl.indicators.naming import title_in, unit_in
from etl.sources.catalogue import CatalogueEntry

OUR_TOPIC: dict[str, str] = tomllib.loads((Path(__file__).parents[1] / "mappings" / "topics.toml").read_text("utf-8"))
"""Our topic by the World Bank's."""

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*indicator[ \t]*\]\]", re.MULTILINE)
_GAP = re.compile(r"(?:^[ \t]*(?:#[^\n]*)?(?:\n|\r\n|\Z))*\Z", re.MULTILINE)
"""Blank lines and comments after the last line of an entry."""


@dataclass
class _Part:
    """One entry as it stands in the file, and what stands between it and the next."""

    entry: str
    gap: str


def add(
    path: Path,
    listed: CatalogueEntry,
    *,
    topic: str | None = None,
    title: str | None = None,
    unit: str | None = None,
    range: tuple[float, float] | None = None,
) -> Configured:
    """Puts a series at the end of its topic, and gives its entry.

    Args:
        path: the list of indicators.
        listed: the series as the World Bank lists it.
        topic: one of the list's topics, in any case; otherwise the one that the World Bank's topics stand for.
        title: otherwise the World Bank's name without its unit.
        unit: needed where the World Bank's name does not end in one.
        range: lowest and highest value that can be true. None is guessed: many a share exceeds 100 %.

    Raises:
        ListError: the series is listed already, topic or unit must be said, or the file cannot be used or written;
            the file is then as it was.
    """
    entries = configured(path)
    text = _text(path)
    if present := _entry(entries, listed.id):
        raise ListError(f"{present.code} is listed already: “{present.title}” under {present.topic}")
    if not (unit or unit_in(listed.name)):
        raise ListError(f"{listed.id}: the name “{listed.name}” ends in no unit; say it with --unit")
    chosen = _topic(listed, topic, tomllib.loads(text)["topics"])
    low, high = range or (None, None)
    new = Configured(listed.id, chosen, title or title_in(listed.name) or listed.id, unit or None, low, high)
    place = 1 + max((n for n, entry in enumerate(entries) if entry.topic == chosen), default=len(entries) - 1)
    head, parts = _parts(path, text, len(entries))
    newline = "\r\n" if "\r\n" in text else "\n"
    before = parts[place - 1]
    if not (before.entry + before.gap).endswith("\n"):
        before.gap += newline
    if place == len(parts):  # an entry begins after a blank line; the file ends as it did, without one
        before.gap += "" if before.gap.endswith(newline) and not before.gap.strip() else newline
        parts.append(_Part(_written(new, newline), ""))
    else:
        parts.insert(place, _Part(_written(new, newline), newline if before.gap else ""))
    _replace(path, head, parts, [*entries[:place], new, *entries[place:]])
    return new


def remove(path: Path, code: str) -> Configured:
    """Takes a series out of the list, and gives the entry it had.

    Raises:
        ListError: the series is not listed, is the last one, or the file cannot be used or written.
    """
    entries = configured(path)
    entry = _entry(entries, code)
    if entry is None:
        raise ListError(f"{code} is not in {path.name}, which lists {len(entries)} series")
    if len(entries) == 1:
        raise ListError(f"{code} is the only series in {path.name}; a list holds at least one")
    place = entries.index(entry)
    head, parts = _parts(path, _text(path), len(entries))
    gone = parts.pop(place)
    blank = re.compile(r"\r?\n")
    if place == len(parts):
        before = parts[-1]
        before.gap = re.sub(r"(?:(?<=\n)|\A)\r?\n\Z", "", before.gap) + gone.gap
    else:
        kept = blank.sub("", gone.gap, count=1) if blank.match(gone.gap) else gone.gap
        if place:
            parts[place - 1].gap += kept
        else:
            head += kept
    _replace(path, head, parts, [*entries[:place], *entries[place + 1 :]])
    return entry


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")  # bytes, so that the ends of lines stay as they are


def _entry(entries: list[Configured], code: str) -> Configured | None:
    return next((entry for entry in entries if entry.code.upper() == code.strip().upper()), None)


def _topic(listed: CatalogueEntry, wanted: str | None, topics: list[str]) -> str:
    choices = ", ".join(topics)
    if wanted is not None:
        for topic in topics:
            if topic.casefold() == wanted.strip().casefold():
                return topic
        raise ListError(f"there is no topic {wanted!r} in the list; its topics are {choices}")
    fitting = {OUR_TOPIC[name] for name in listed.topics if OUR_TOPIC.get(name) in topics}
    if len(fitting) == 1:
        return fitting.pop()
    theirs = f"under {', '.join(listed.topics)}" if listed.topics else "under no topic"
    raise ListError(f"{listed.id}: say its topic with --topic, one of {choices}; the World Bank has it {theirs}")


def _parts(path: Path, text: str, count: int) -> tuple[str, list[_Part]]:
    """What stands before the first entry, and the entries."""
    starts = [found.start() for found in _HEADER.finditer(text)]
    if len(starts) != count:
        raise ListError(f"{path.name}: change this file by hand; an entry of it does not begin with [[indicator]]")
    blocks = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    cuts = [_GAP.search(block).start() for block in blocks]  # type: ignore[union-attr]  # it matches at the end at least
    return text[: starts[0]], [_Part(block[:cut], block[cut:]) for block, cut in zip(blocks, cuts, strict=True)]


def _written(entry: Configured, newline: str) -> str:
    """The entry as TOML."""
    lines = ["[[indicator]]", *(f"{name} = {_quoted(getattr(entry, name))}" for name in ("code", "topic", "title"))]
    if entry.unit:
        lines.append(f"unit = {_quoted(entry.unit)}")
    if entry.low is not None and entry.high is not None:
        lines.append(f"range = [{_number(entry.low)}, {_number(entry.high)}]")
    return newline.join([*lines, ""])


def _quoted(text: str) -> str:
    """A string as JSON writes it, which TOML reads; but for one character that TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _number(value: float) -> str:
    return f"{int(value):_}" if float(value).is_integer() else repr(float(value))


def _replace(path: Path, head: str, parts: list[_Part], expected: list[Configured]) -> None:
    """Writes the list beside the file, and lets it take the file's place if it reads as expected."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.new")
    try:
        draft.write_bytes((head + "".join(part.entry + part.gap for part in parts)).encode("utf-8"))
        if configured(draft) != expected:
            raise ListError(f"{path.name}: change this file by hand; its form is too unlike the one that is known")
        shutil.copymode(target, draft)
        draft.replace(target)
    except OSError as error:
        raise ListError(f"{path} cannot be written ({error.strerror or error})") from error
    finally:
        draft.unlink(missing_ok=True)
