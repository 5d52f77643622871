"""The last import is undone as a whole while nothing rests on it, and refused in words else."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.errors import Refused
from desktop.models import Audit, Client, Neighbour, Price, Product, Unit
from desktop.queries.check import first_wrong
from desktop.queries.clients import client_file
from desktop.services.clients import edit_client
from desktop.services.imports.run import ImportOrder, import_file
from desktop.services.imports.take_back import last_import, take_back_import
from desktop.services.orders import OrderedLine, add_order
from tests.office import Team, new_team

CLIENTS = """编号,名称,类型,地址,纬度,经度
C1,小店C1改名,学校店,新街1号,31.46,104.74
N1,新店一,社区店,二街2号,31.4601,104.7401
N2,新店二,社区店,三街3号,31.4602,104.7402
"""
PRODUCTS = """编号,名称,单位,供货价
N9,新皂,块,3.50
"""


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def bring(team: Team, folder: Path, kind: str, words: str) -> None:
    file = folder / f"{kind}.csv"
    file.write_text(words, encoding="utf-8")
    said = import_file(team.ad, ImportOrder(kind, file))
    assert said.rejected == 0, said.problems


def names(team: Team) -> set[str]:
    with team.ad.reading() as session:
        return set(session.scalars(select(Client.name)))


def refused(team: Team) -> str:
    with pytest.raises(Refused) as caught:
        take_back_import(team.ad)
    return caught.value.message


def test_what_was_added_goes_and_what_was_changed_is_as_before(team: Team, tmp_path: Path) -> None:
    before = names(team)
    bring(team, tmp_path, "clients", CLIENTS)
    assert names(team) != before
    take_back_import(team.ad)
    assert names(team) == before
    with team.ad.reading() as session:
        assert session.scalar(select(func.count()).select_from(Neighbour)) == 0
        assert last_import(session) is None
        actions = session.scalars(select(Audit.action).order_by(Audit.id.desc()).limit(1)).all()
    assert actions == ["import.take_back"]
    with team.ad.reading() as session:
        assert first_wrong(session) is None
    assert "没有" in refused(team)


def test_products_go_with_their_units_and_prices(team: Team, tmp_path: Path) -> None:
    def there() -> tuple[int | None, ...]:
        with team.ad.reading() as session:
            kinds = (Product, Unit, Price)
            return tuple(session.scalar(select(func.count()).select_from(one)) for one in kinds)

    before = there()
    bring(team, tmp_path, "products", PRODUCTS)
    assert there() != before
    take_back_import(team.ad)
    assert there() == before


def test_what_an_order_rests_on_stays_with_all_the_rest(team: Team, tmp_path: Path) -> None:
    bring(team, tmp_path, "clients", CLIENTS)
    add_order(team.r1, "N1", [OrderedLine("P1", "支", 3)])
    said = refused(team)
    assert "订单 1" in said
    assert {"新店一", "新店二", "小店C1改名"} <= names(team)


def test_what_somebody_changed_since_is_not_lost(team: Team, tmp_path: Path) -> None:
    bring(team, tmp_path, "clients", CLIENTS)
    with team.ad.reading() as session:
        key = session.scalars(select(Client.id).where(Client.code == "N2")).one()
        version = client_file(session, key, team.day).version
    edit_client(team.r1, key, version, ClientDraft("N2", "新店二", "社区店", phone="13800000000"))
    assert "客户" in refused(team)
    assert "新店二" in names(team)


def test_only_who_may_import_takes_back(team: Team, tmp_path: Path) -> None:
    bring(team, tmp_path, "clients", CLIENTS)
    with pytest.raises(Refused) as caught:
        take_back_import(team.c1)
    assert caught.value.code == "not_allowed"
