"""Themes: colours, type and sizes, for light and for dark. All colours are defined here.

Charts take them from a Theme, the page from the CSS variables made of both themes.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True)
class Theme:
    """Colours by role. Text on `paper` has a contrast of 4.5:1, lines that carry meaning 3:1 (WCAG 2.2).

    No two roles of a theme share a colour: `theming.Charts` finds a role by its colour when the theme changes.
    """

    paper: str
    ground: str
    ink: str
    quiet: str
    rule: str
    link: str
    border: str
    outline: str
    no_data: str
    annual: str
    trend: str
    baseline: str
    indicator: str
    notice: str
    warning: str
    smooth: str
    spread: str
    other: str
    early: str
    line1: str
    line2: str
    line3: str
    line4: str
    line5: str
    line6: str
    ssp119: str
    ssp126: str
    ssp245: str
    ssp370: str
    ssp585: str
    ssp119_text: str
    ssp245_text: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Colours of the lines compared: distinct in any colour vision, after Okabe and Ito, darkened to 3:1."""
        return self.line1, self.line2, self.line3, self.line4, self.line5, self.line6

    def scenario(self, code: str) -> str:
        """Colour of a scenario's line: that of IPCC AR6, darkened or lightened to 3:1."""
        return getattr(self, code)

    def scenario_text(self, code: str) -> str:
        """Colour of a scenario's name: its line's, darkened to 4.5:1 where that is less."""
        return getattr(self, f"{code}_text", self.scenario(code))


LIGHT = Theme(
    paper="#ffffff",
    ground="#f4f6f8",
    ink="#1b2733",
    quiet="#5b6b7a",
    rule="#dfe5ea",
    link="#1f5f8a",
    border="#fefefe",
    outline="#101820",
    no_data="#7d8a96",
    annual="#5f7183",
    trend="#b2182b",
    baseline="#1f5f8b",
    indicator="#1e5f8b",
    notice="#fff6e8",
    warning="#b35c00",
    smooth="#232b33",
    spread="#7b6f9c",
    other="#7a5c00",
    early="#6f7d8b",
    line1="#0072b2",
    line2="#c44e00",
    line3="#007d58",
    line4="#a34b86",
    line5="#836800",
    line6="#414a55",
    ssp119="#00a1c1",
    ssp126="#173c66",
    ssp245="#d47f1c",
    ssp370="#e71d25",
    ssp585="#951b1e",
    ssp119_text="#008099",
    ssp245_text="#a86516",
)

DARK = Theme(
    paper="#17212b",
    ground="#0e151c",
    ink="#e8edf2",
    quiet="#a3b1be",
    rule="#2e3b48",
    link="#7dbbe8",
    border="#17212a",
    outline="#f7fafc",
    no_data="#8d9aa6",
    annual="#9fb0c0",
    trend="#f4786c",
    baseline="#6fb3e3",
    indicator="#6fb3e4",
    notice="#33260f",
    warning="#e29a43",
    smooth="#f1f4f6",
    spread="#a99ccb",
    other="#d8b24a",
    early="#93a2b0",
    line1="#56b4e9",
    line2="#ff8f52",
    line3="#3fc79a",
    line4="#e39bc5",
    line5="#e2c044",
    line6="#d5dce4",
    ssp119="#00b8dc",
    ssp126="#7fa3d1",
    ssp245="#f79420",
    ssp370="#ff5a60",
    ssp585="#cf8083",
    ssp119_text="#00b8dd",
    ssp245_text="#f79421",
)

FONT = "'Inter', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
CHART_HEIGHT = 210
MAP_ASPECT = 2.2
"""Width of the map by its height; assets/css/explore/explore.css keeps a place of the same proportion."""


def resolve(choice: str, prefers_dark: bool) -> Theme:
    """Return the theme of a choice: "light", "dark", or "auto", which follows the reader's system."""
    return DARK if choice == "dark" or (choice == "auto" and prefers_dark) else LIGHT


def css_variables() -> str:
    """Return a CSS rule with every colour as --name, light or dark by the page's colour scheme, and the font."""
    names = [field.name.replace("_", "-") for field in fields(Theme)]
    pairs = zip(names, astuple(LIGHT), astuple(DARK), strict=True)
    lines = [f"--{name}: light-dark({light}, {dark});" for name, light, dark in pairs]
    return f":root {{ {' '.join(lines)} --font: {FONT}; }}"
