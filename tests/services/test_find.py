"""A record that nobody named is refused as one that isn't there, without a word to the log."""

import warnings

import pytest

from desktop.basics.errors import Refused
from desktop.models import Client
from desktop.services.find import find
from tests.office import new_team


@pytest.mark.parametrize("key", [None, 999])
def test_what_is_not_named_is_not_found(sqlite_url: str, key: int | None) -> None:
    team = new_team(sqlite_url)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with (
            pytest.raises(Refused) as refusal,
            team.c1.transaction("client.edit") as session,
        ):
            find(session, Client, key, "client")
    assert (refusal.value.code, refusal.value.field) == ("not_found", "client")
