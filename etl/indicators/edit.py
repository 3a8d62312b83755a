"""Add a series to the list of indicators or remove one; comments, order and format of the file stay.

The file is edited as text, because TOML libraries do not define to which entry a comment between two entries belongs.
Here it belongs to neither: it stays when either entry is removed. The result is parsed again, and replaces the file
only if it differs from the old list in that one entry.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from etl.errors import ListError
from etl.indicators.configured import Configured, configured, without_default
from etl.indicators.naming import title_in, unit_in
from etl.indicators.toml_file import parse_toml, toml_text
from etl.indicators.topics import topics_of
from etl.sources.catalogue import CatalogueEntry

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*indicator[ \t]*\]\]", re.MULTILINE)
_GAP = re.compile(r"(?:^[ \t]*(?:#[^\n]*)?(?:\n|\r\n|\Z))*\Z", re.MULTILINE)
"""Blank lines and comments after the last line of an entry."""


@dataclass
class _Part:
    """Text of one entry in the file, and the text between it and the next entry."""

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
    """Add a series at the end of its topic, and return its entry.

    Args:
        path: the list of indicators.
        listed: the series in the World Bank's catalogue.
        topic: one of the list's topics, in any case; by default the first of the World Bank's topics that the list has.
        title: by default the World Bank's name without its unit.
        unit: required if the World Bank's name does not end with one.
        range: lowest and highest plausible value. There is no default: many shares exceed 100 %.

    Raises:
        ListError: the series is in the list, needs a topic or a unit, or the file cannot be used or written; the file
            is then unchanged.
    """
    entries = configured(path)
    text = toml_text(path)
    if present := _entry(entries, listed.id):
        raise ListError(f"{present.code} is in the list already: “{present.title}” under {present.topic}")
    if not (unit or unit_in(listed.name)):
        raise ListError(f"{listed.id}: the name “{listed.name}” does not end with a unit; set it with --unit")
    chosen = _topic(listed, topic, parse_toml(path.name, text)["topics"])
    low, high = range or (None, None)
    new = Configured(
        listed.id,
        chosen,
        title or title_in(listed.name) or listed.id,
        unit or None,
        low,
        high,
        source_id=without_default(listed.source_id),
    )
    place = 1 + max((n for n, entry in enumerate(entries) if entry.topic == chosen), default=len(entries) - 1)
    head, parts = _parts(path, text, len(entries))
    newline = "\r\n" if "\r\n" in text else "\n"
    before = parts[place - 1]
    if not (before.entry + before.gap).endswith("\n"):
        before.gap += newline
    if place == len(parts):  # a blank line before the entry; none at the end of the file, as before
        before.gap += "" if before.gap.endswith(newline) and not before.gap.strip() else newline
        parts.append(_Part(_as_toml(new, newline), ""))
    else:
        parts.insert(place, _Part(_as_toml(new, newline), newline if before.gap else ""))
    _replace(path, head, parts, [*entries[:place], new, *entries[place:]])
    return new


def remove(path: Path, code: str) -> Configured:
    """Remove a series from the list, and return its entry.

    Raises:
        ListError: the series is not in the list, is the only one, or the file cannot be used or written.
    """
    entries = configured(path)
    entry = _entry(entries, code)
    if entry is None:
        raise ListError(f"{code} is not in {path.name}, which has {len(entries)} series")
    if len(entries) == 1:
        raise ListError(f"{code} is the only series in {path.name}; the list needs at least one")
    place = entries.index(entry)
    head, parts = _parts(path, toml_text(path), len(entries))
    removed = parts.pop(place)
    blank = re.compile(r"\r?\n")
    if place == len(parts):
        before = parts[-1]
        before.gap = re.sub(r"(?:(?<=\n)|\A)\r?\n\Z", "", before.gap) + removed.gap
    else:
        gap = blank.sub("", removed.gap, count=1) if blank.match(removed.gap) else removed.gap
        if place:
            parts[place - 1].gap += gap
        else:
            head += gap
    _replace(path, head, parts, [*entries[:place], *entries[place + 1 :]])
    return entry


def _entry(entries: list[Configured], code: str) -> Configured | None:
    return next((entry for entry in entries if entry.code.upper() == code.strip().upper()), None)


def _topic(listed: CatalogueEntry, wanted: str | None, topics: list[str]) -> str:
    choices = ", ".join(topics)
    if wanted is not None:
        for topic in topics:
            if topic.casefold() == wanted.strip().casefold():
                return topic
        raise ListError(f"no topic {wanted!r} in the list; choose one of: {choices}")
    if matching := [topic for topic in topics_of(listed.id, listed.topics) if topic in topics]:
        return matching[0]
    theirs = f"under {', '.join(listed.topics)}" if listed.topics else "under no topic"
    raise ListError(f"{listed.id}: set its topic with --topic, one of {choices}; the World Bank has it {theirs}")


def _parts(path: Path, text: str, count: int) -> tuple[str, list[_Part]]:
    """Return the text before the first entry, and the entries."""
    starts = [found.start() for found in _HEADER.finditer(text)]
    if len(starts) != count:
        raise ListError(f"{path.name}: an entry does not begin with [[indicator]]; edit this file by hand")
    blocks = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    cuts = [_GAP.search(block).start() for block in blocks]  # type: ignore[union-attr]  # matches at least the empty end
    return text[: starts[0]], [_Part(block[:cut], block[cut:]) for block, cut in zip(blocks, cuts, strict=True)]


def _as_toml(entry: Configured, newline: str) -> str:
    """Return the entry as TOML."""
    lines = ["[[indicator]]", *(f"{name} = {_quoted(getattr(entry, name))}" for name in ("code", "topic", "title"))]
    if entry.unit:
        lines.append(f"unit = {_quoted(entry.unit)}")
    if entry.low is not None and entry.high is not None:
        lines.append(f"range = [{_number(entry.low)}, {_number(entry.high)}]")
    if entry.source_id:
        lines.append(f"source = {_quoted(entry.source_id)}")
    return newline.join([*lines, ""])


def _quoted(text: str) -> str:
    """Return a TOML string: JSON's, with one more character escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _number(value: float) -> str:
    return f"{int(value):_}" if float(value).is_integer() else repr(float(value))


def _replace(path: Path, head: str, parts: list[_Part], expected: list[Configured]) -> None:
    """Write the list next to the file, and replace the file if the list parses as expected."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.new")
    try:
        draft.write_bytes((head + "".join(part.entry + part.gap for part in parts)).encode("utf-8"))
        if configured(draft) != expected:
            raise ListError(f"{path.name}: this form of TOML cannot be edited automatically; edit this file by hand")
        shutil.copymode(target, draft)
        draft.replace(target)
    except OSError as error:
        raise ListError(f"{path} cannot be written ({error.strerror or error})") from error
    finally:
        draft.unlink(missing_ok=True)
