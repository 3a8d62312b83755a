"""Code to copy: to read a table by its address in several languages, to frame a view. The browser puts the address in.

The address stands between quotes of each language and may hold none itself: js/page/code.js writes it with all but
letters, digits and a few signs escaped.
"""

from __future__ import annotations

PLACE = "{address}"
"""Stands in a snippet where the address goes."""

FRAME = (
    f'<iframe src="{PLACE}" title="{{title}}" width="100%" height="600" style="border: 0" loading="lazy"></iframe>\n'
)
"""A view in a page of another site; the title says to those who do not see it what the frame holds."""

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
