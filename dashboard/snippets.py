"""Code to copy that reads a table by its address, in the languages on offer. The browser puts the address in.

The address stands between quotes of each language and may hold none itself: assets/js/code.js writes it with all but
letters, digits and a few signs escaped.
"""

from __future__ import annotations

PLACE = "{address}"
"""Stands in a snippet where the table's address goes."""

_PYTHON = f'''import pandas as pd

address = "{PLACE}"
table = pd.read_csv(address, comment="#")  # the lines before the header say units, sources and licence
print(table)
'''

_R = f"""address <- "{PLACE}"
table <- read.csv(address, comment.char = "#", check.names = FALSE, na.strings = "", fileEncoding = "UTF-8-BOM")
print(table)
"""

_CURL = f"curl --fail --remote-name --remote-header-name '{PLACE}'\n"

SNIPPETS = {"Python": _PYTHON, "R": _R, "curl": _CURL}
"""Code by language. A file's papers stand before its header in lines that begin with "#" (dashboard/downloads.py)."""
