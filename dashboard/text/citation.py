"""Citations of the figures shown: a sentence for each source, and BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from dashboard import config
from dashboard.snapshot.provenance import Source

ESCAPED = str.maketrans({char: f"\\{char}" for char in "&%$#_{}"})


def sentences(sources: list[Source], snapshot: str, link: str, accessed: date) -> list[str]:
    """Return one citation for each source, and one for this dashboard.

    Args:
        sources: sources of the figures shown.
        snapshot: the snapshot's name.
        link: an address that restores what is shown.
        accessed: the day of access.
    """
    day = f"{accessed.day} {accessed:%B %Y}"
    cited = [
        f"{source.publisher}. {source.dataset}{_code(source)}. Vintage {source.vintage}. {source.licence}. "
        f"{f'{source.link} (accessed {day}).' if source.link else f'Accessed {day}.'}"
        for source in sources
    ]
    return [*cited, f"{config.TITLE}, {snapshot}. {_without_empty(link)} (accessed {day})."]


def in_a_line(source: Source, releases: Iterable[str]) -> str:
    """Return the source of a sentence of temperatures: publisher, portal, releases and address.

    Nothing follows the address, as programs read a full stop as a part of it.
    """
    portal = source.dataset.partition(";")[0]
    return f"{source.publisher}, {portal} ({'; '.join(dict.fromkeys(releases))}), {source.link}"


def bibtex(sources: list[Source], snapshot: str, link: str, accessed: date) -> str:
    """Return the citations as BibTeX entries of the type `misc`, with keys from publisher and code."""
    entries = [
        _entry(
            f"{'worldbank' if source.link else 'own_figures'}_{re.sub(r'[^a-z0-9]+', '_', source.code.lower())}",
            author=f"{{{source.publisher}}}",
            title=f"{{{_tex(source.dataset + _code(source))}}}",
            year=_year(source.vintage),
            howpublished=f"\\url{{{source.link}}}" if source.link else "",
            note=_tex(f"Vintage {source.vintage}. {source.licence}"),
            urldate=accessed.isoformat(),
        )
        for source in sources
    ]
    own = _entry(
        "world_climate_and_development",
        title=f"{{{_tex(config.TITLE)}}}",
        year=_year(snapshot),
        howpublished=f"\\url{{{_without_empty(link)}}}",
        note=_tex(f"{snapshot}"),
        urldate=accessed.isoformat(),
    )
    return "\n\n".join([*entries, own])


def _without_empty(link: str) -> str:
    """Return an address without its empty settings, whose default is empty too."""
    page, _, query = link.partition("?")
    settings = "&".join(setting for setting in query.split("&") if setting and not setting.endswith("="))
    return f"{page}?{settings}" if settings else page


def _code(source: Source) -> str:
    return f" [{source.code}]" if "." in source.code else ""


def _entry(key: str, **fields: str) -> str:
    lines = [f"  {name} = {{{text}}}" for name, text in fields.items() if text]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _year(text: str) -> str:
    """Return the last year in a vintage: 2024 in "CRU TS4.09, 1901–2024", 2025 in "2025-07-01"."""
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    return years[-1] if years else ""


def _tex(text: str) -> str:
    return text.translate(ESCAPED)
