"""Citations of the figures shown: a sentence for each source, and BibTeX."""

from __future__ import annotations

import re
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
        f"{source.link}{'. ' if source.link else ''}Accessed {day}."
        for source in sources
    ]
    return [*cited, f"{config.TITLE}, {snapshot}. {link}. Accessed {day}."]


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
        howpublished=f"\\url{{{link}}}",
        note=_tex(f"{snapshot}"),
        urldate=accessed.isoformat(),
    )
    return "\n\n".join([*entries, own])


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
