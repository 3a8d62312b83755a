"""The views, in the order of the navigation. A new one is one line here."""

from __future__ import annotations

from dashboard.views.base import View
from dashboard.views.compare.view import Compare
from dashboard.views.data.view import Data
from dashboard.views.drivers.view import Drivers
from dashboard.views.explore.view import Explore
from dashboard.views.rank.view import Rank
from dashboard.views.relate.view import Relate

VIEWS: tuple[type[View], ...] = (
    Explore,
    Compare,
    Relate,
    Rank,
    Drivers,
    Data,
)
