"""Whether the shipped figures were computed by the present formulas; intervals are compared with them only then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from etl.transform import formula_version


def skip_if_former(catalog: Mapping[str, Any]) -> None:
    """Skip the rest of a test, in words, if the snapshot was published with former formulas."""
    if catalog["formulas"] != formula_version.version():
        pytest.skip(
            f"the snapshot was published with former formulas ({catalog['formulas']}): its intervals are not compared "
            "with the present ones until the next refresh"
        )
