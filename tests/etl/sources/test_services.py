"""Origin of the figures as text, and the exit code of each kind of failure."""

from __future__ import annotations

import pytest

from etl.errors import ContractError, ListError, PublishError, Refused, SourceError, Unreachable
from etl.sources.services import Services, is_mirror


def test_the_default_services_are_official_with_or_without_a_slash():
    slashed = Services("https://api.worldbank.org/v2/", natural_earth=Services().natural_earth + "/")
    assert slashed.are_official
    assert slashed.origin(None) == {"is_official": True, "read_from": "the publishers' own services", "note": ""}


def test_one_service_elsewhere_makes_a_named_mirror():
    origin = Services(cckp="https://mirror.example/cckp/v1").origin("From a backup.")
    assert origin["is_official"] is False
    assert "mirror.example" in origin["read_from"]
    assert origin["note"] == "From a backup."


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ListError("x"), 1),
        (ContractError(["x", "y"]), 1),
        (PublishError("x"), 1),
        (SourceError("x"), 2),
        (Refused("x"), 2),
        (Unreachable("x"), 2),
    ],
)
def test_exit_codes_distinguish_refused_figures_from_an_outage(error, code):
    assert error.exit_code == code


def test_a_contract_error_lists_all_problems():
    error = ContractError(["first", "second"])
    assert error.problems == ["first", "second"]
    assert str(error) == "first\nsecond"


def test_any_address_but_the_world_banks_own_is_a_mirror():
    assert not is_mirror("https://api.worldbank.org/v2/")
    for address in ("http://127.0.0.1:8901/v2", "https://mirror.example/v2", "https://api.worldbank.org.example/v2"):
        assert is_mirror(address)
