"""Registry of the views, in the order of the navigation. A new view is one line here and its name in the selection."""

from __future__ import annotations

from dashboard.state.selection import VIEW_NAMES
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

assert tuple(view.name for view in VIEWS) == VIEW_NAMES
