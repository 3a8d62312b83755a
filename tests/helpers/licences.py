"""`make audit`: list the installed packages by licence, those to look at first."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions

UNKNOWN = "unknown"
TO_LOOK_AT = re.compile(r"\b[AL]?GPL|GNU|unknown", re.IGNORECASE)
"""Licences with a condition on works that contain the package, and packages that state none."""


def licence_of(package: Distribution) -> str:
    """Return the licence that a package's metadata states: as an expression, by classifiers, or in one line of text."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return expression
    classifiers = [text.rpartition(" :: ")[2] for text in metadata.get_all("Classifier") or [] if _is_licence(text)]
    if classifiers:
        return " OR ".join(sorted(classifiers))
    text = (metadata.get("License") or "").strip().splitlines()
    return text[0][:60] if text and text[0].upper() != "UNKNOWN" else UNKNOWN


def _is_licence(classifier: str) -> bool:
    return classifier.startswith("License ::") and not classifier.endswith("OSI Approved")


def report(packages: Iterable[Distribution]) -> str:
    """Return a line a licence with its packages; those to look at first, then the most frequent."""
    by_licence = defaultdict[str, set[str]](set)
    for package in packages:
        by_licence[licence_of(package)].add(package.metadata["Name"])
    ordered = sorted(by_licence.items(), key=lambda item: (not TO_LOOK_AT.search(item[0]), -len(item[1]), item[0]))
    lines = [f"{licence}: {', '.join(sorted(names, key=str.casefold))}" for licence, names in ordered]
    first = sum(len(names) for licence, names in ordered if TO_LOOK_AT.search(licence))
    total = sum(map(len, by_licence.values()))
    return "\n".join([f"Licences of {total} packages; {first} to look at come first (unknown, or GPL):", *lines]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(report(distributions()))
