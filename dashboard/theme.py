"""Colours, type and sizes of the drawings; the page's own are in assets/style.css and agree with these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """Colours of a drawing. Text on `paper` reaches 4.5:1, lines that carry meaning 3:1 (WCAG 2.2)."""

    paper: str = "#ffffff"
    ink: str = "#1b2733"
    quiet: str = "#5b6b7a"
    rule: str = "#dfe5ea"
    border: str = "#ffffff"
    outline: str = "#101820"
    no_data: str = "#7d8a96"
    annual: str = "#5f7183"
    trend: str = "#b2182b"
    baseline: str = "#1f5f8b"
    indicator: str = "#1f5f8b"


LIGHT = Theme()

FONT = "'Inter', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
CHART_HEIGHT = 210
MAP_ASPECT = 2.2
"""Width of the map by its height; assets/style.css keeps the place free in the same proportion."""
