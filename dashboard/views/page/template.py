"""Templates of the page: Panel's base template with the fragments of assets/html."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import panel as pn
from jinja2 import Environment, FileSystemLoader, Template

from dashboard.assets import bundle
from dashboard.charts.core import theme
from dashboard.views.page._internals import RootedTemplate

FRAGMENTS = Path(__file__).parents[2] / "assets" / "html"


def template(name: str, styles: list[str], **variables: Any) -> pn.Template:
    """Return the template assets/html/<name>.html, for Panel to add roots to.

    Args:
        name: of the file.
        styles: names of files in assets/css, without their suffix.
        **variables: of the template.
    """
    page = RootedTemplate(_read(name), location=True)
    variables |= {
        "style": f"{theme.css_variables()}\n{bundle.style(*styles)}",
        "libraries": bundle.libraries_url(),
        "script": bundle.script_url(),
        "app_favicon": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
        "%3Cpath fill='%231f5f8b' d='M0 0h8v16H0z'/%3E%3Cpath fill='%23b2182b' d='M8 0h8v16H8z'/%3E%3C/svg%3E",
        "apple_icon": "data:,",
    }
    for key, value in variables.items():
        page.add_variable(key, value)
    return page


@cache
def _read(name: str) -> Template:
    fragments = Environment(loader=FileSystemLoader(FRAGMENTS), autoescape=False)
    fragments.filters["slim"] = bundle.slim
    fragments.filters["with_nonce"] = bundle.with_nonce
    return fragments.get_template(f"{name}.html")
