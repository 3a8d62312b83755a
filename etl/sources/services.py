"""Base addresses of the three services, and whether they are the official ones. No other etl import belongs here."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

WORLD_BANK_URL = "https://api.worldbank.org/v2"
CCKP_URL = "https://cckpapi.worldbank.org/cckp/v1"
NATURAL_EARTH_URL = "https://naciscdn.org/naturalearth/50m/cultural"

LOCAL = {"localhost", "127.0.0.1", "::1"}


def is_mirror(world_bank: str) -> bool:
    """Whether a base address of the Indicators API is any but the World Bank's own."""
    return world_bank.rstrip("/") != WORLD_BANK_URL


@dataclass(frozen=True)
class Services:
    """Base addresses, without a trailing slash."""

    world_bank: str = WORLD_BANK_URL
    cckp: str = CCKP_URL
    natural_earth: str = NATURAL_EARTH_URL

    def __post_init__(self) -> None:
        for name in ("world_bank", "cckp", "natural_earth"):
            object.__setattr__(self, name, getattr(self, name).rstrip("/"))

    @property
    def are_official(self) -> bool:
        """Whether every address is its publisher's own."""
        return self == Services()

    def origin(self, note: str | None) -> dict[str, str | bool]:
        """Return the catalog's entry on where the figures were read."""
        hosts = {urlsplit(url).hostname or url for url in (self.world_bank, self.cckp, self.natural_earth)}
        if self.are_official:
            where = "the publishers' own services"
        elif hosts <= LOCAL:
            where = "a local mirror"
        else:
            where = f"a mirror ({', '.join(sorted(hosts))})"
        return {"is_official": self.are_official, "read_from": where, "note": note or ""}
