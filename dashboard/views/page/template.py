"""Templates of the page: Panel's base template with the fragments of assets/html."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import panel as pn
from jinja2 import Environment, FileSystemLoader, Template

from dashboard.assets import bundle
from dashboard.charts.core import theme
from dashboard.views.page._internals import RootedTemplate

FRAGMENTS = Path(__file__).parents[2] / "assets" / "html"


def template(name: str, variables: Mapping[str, Any]) -> RootedTemplate:
    """Return the template assets/html/<name>.html with its variables, for Panel to add roots to."""
    page = RootedTemplate(_read(name), location=True)
    for key, value in variables.items():
        page.add_variable(key, value)
    page.add_variable("own_names", tuple(variables))
    return page


def of_template(styles: list[str], **variables: Any) -> dict[str, Any]:
    """Return the variables of a template with those that every page has.

    Args:
        styles: names of files in assets/css, without their suffix.
        **variables: of the template.
    """
    return variables | {
        "style": _style(*styles),
        "libraries": bundle.libraries_url(),
        "early_script": bundle.early_url(),
        "script": bundle.script_url(),
        "app_favicon": bundle.ICON,
        "apple_icon": "data:,",
    }


@cache
def _style(*names: str) -> str:
    return f"{theme.css_variables()}\n{bundle.style(*names)}"


@cache
def _read(name: str) -> Template:
    # Jinja would look for changes of 40 files at every page; they change while somebody works on them (--dev).
    loader = FileSystemLoader(FRAGMENTS)
    fragments = Environment(loader=loader, autoescape=False, auto_reload=bool(pn.config.autoreload))
    fragments.filters["slim"] = bundle.slim
    fragments.filters["with_nonce"] = bundle.with_nonce
    return fragments.get_template(f"{name}.html")
