"""Code to copy that reads a table by its address, or embeds a view. The browser fills in the address.

The address is between quotes of each language and must have none itself: dashboard/assets/js/page/code.js escapes all
but letters, digits and a few signs.
"""

from __future__ import annotations

PLACE = "{address}"
"""Placeholder of the address."""

FRAME = (
    f'<iframe src="{PLACE}" title="{{title}}" width="100%" height="600" style="border: 0" loading="lazy"></iframe>\n'
)
"""A view in a page of another site; the title is for screen readers."""

_PYTHON = f'''import pandas as pd

address = "{PLACE}"
table = pd.read_csv(address, keep_default_na=False, na_values=[""])  # only an empty cell is a missing value
print(table)  # units, sources and licence: the same address with .csv-metadata.json instead of .csv
'''

_R = f"""address <- "{PLACE}"
table <- read.csv(address, na.strings = "", fileEncoding = "UTF-8-BOM")
print(table) # units, sources and licence: the same address with .csv-metadata.json instead of .csv
"""

_CURL = f"curl --fail --remote-name --remote-header-name '{PLACE}'\n"

SNIPPETS = {"Python": _PYTHON, "R": _R, "curl": _CURL}
"""Code by language."""
