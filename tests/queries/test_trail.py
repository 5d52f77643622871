"""The trail names every record as people know it, whatever a change of it tells."""

from dataclasses import replace

from desktop.basics.drafts.client import ClientDraft
from desktop.queries.audit import CHANGES
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.services.clients import add_client, edit_client
from tests.office import MONDAY, new_team


def test_a_change_is_named_and_found_by_its_record(database_url: str) -> None:
    team = new_team(database_url)
    shop = ClientDraft("K9", "自强小卖部", "学校店")
    key = add_client(team.r1, shop)
    edit_client(team.r1, key, 1, replace(shop, phone="13900000009"))
    with team.ad.reading() as session:
        asked = Asked(session, MONDAY, None)
        found = CHANGES.ids(asked, Wanted(search="自强小卖部"))
        rows = CHANGES.rows(asked, found)
        assert [(rows[one].record, rows[one].named) for one in found] == [
            ("客户", "自强小卖部")
        ] * 2
        assert CHANGES.ids(asked, Wanted(search="13900000009")) == found[:1]
