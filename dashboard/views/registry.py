"""The views, in the order of the navigation. A new one is one line here."""

from __future__ import annotations

from dashboard.views.compare import Compare
from dashboard.views.data import Data
from dashboard.views.drivers import Drivers
from dashboard.views.explore import Explore
from dashboard.views.rank import Rank
from dashboard.views.relate import Relate
from dashboard.views.view import View

VIEWS: tuple[type[View], ...] = (
    Explore,
    Compare,
    Relate,
    Rank,
    Drivers,
    Data,
)
