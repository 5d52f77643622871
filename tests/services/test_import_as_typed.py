"""What a file says is taken or answered: the form and the import judge alike, nothing vanishes."""

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.basics.i18n import choose_language
from desktop.models import Client
from desktop.services.clients import ClientDraft, add_client
from desktop.services.imports import Imported, ImportOrder, import_file
from desktop.services.products import ProductDraft, add_product
from tests.office import Team, new_team


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """An office with a shop that closes at noon, and a product with prices."""
    choose_language("en")
    made = new_team(sqlite_url)
    hours = {"opens": "07:30", "closes": "22:00", "break_from": "12:00", "break_to": "14:00"}
    add_client(made.c1, ClientDraft("K9", "小店", "社区店", phone="2280001", **hours))
    units, prices = {"块": 1, "箱": 24}, {"块": 300, "箱": 7000}
    add_product(made.c1, ProductDraft("P9", "香皂", "清泉", "洗护", units, prices, 350))
    return made


def take(team: Team, kind: str, folder: Path, text: str) -> Imported:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    return import_file(team.ad, ImportOrder(kind, file))


def known(team: Team, *names: str) -> tuple[object, ...]:
    """What the office knows of the shop."""
    with team.office.reading() as session:
        client = session.scalars(select(Client).where(Client.code == "K9")).one()
        return tuple(getattr(client, name) for name in names)


@pytest.mark.parametrize(
    ("heads", "cells", "now"),
    [
        ("开门,关门", "8:00,21:00", ("08:00", "21:00", "12:00", "14:00")),
        ("打烊", "21:00", ("07:30", "21:00", "12:00", "14:00")),
        ("营业时间", "8:00-21:00", ("08:00", "21:00", "12:00", "14:00")),
        ("午休结束", "13:30", ("07:30", "22:00", "12:00", "13:30")),
        (
            "开门,午休开始,午休结束,打烊",
            "16:00,19:00,20:00,2:30",
            ("16:00", "02:30", "19:00", "20:00"),
        ),
    ],
)
def test_of_the_hours_what_a_file_does_not_bring_stays(
    team: Team, tmp_path: Path, heads: str, cells: str, now: tuple[str, ...]
) -> None:
    said = take(team, "clients", tmp_path, f"客户编号,客户名称,{heads}\nK9,小店,{cells}\n")
    assert (said.changed, said.problems) == (1, ())
    assert known(team, "opens", "closes", "break_from", "break_to") == now


@pytest.mark.parametrize(
    ("code", "heads", "cells", "heading"),
    [
        ("K9", "开门,关门", "8:00,13:00", "关门"),
        ("K9", "营业时间", "8:00-13:00", "营业时间"),
        ("K9", "午休结束", "23:00", "午休结束"),
        ("K2", "开门,午休开始", "8:00,12:00", "午休开始"),
    ],
)
def test_a_break_outside_the_hours_is_refused_as_in_the_form(
    team: Team, tmp_path: Path, code: str, heads: str, cells: str, heading: str
) -> None:
    said = take(team, "clients", tmp_path, f"客户编号,客户名称,{heads}\n{code},小店,{cells}\n")
    assert (said.imported, said.rejected) == (0, 1)
    (problem,) = said.problems
    assert problem.heading == heading
    assert "a break lies between opening and closing" in problem.reason
    assert known(team, "break_from", "break_to") == ("12:00", "14:00")


@pytest.mark.parametrize(
    ("cell", "phone", "warned"),
    [
        ("not a phone", "not a phone", ["not a phone doesn't look like a phone number"]),
        ("问老板", "问老板", ["问老板 doesn't look like a phone number"]),
        ("电话：13800138000（王姐）", "13800138000", []),
        ("无", "2280001", []),
        ("- / 0", "2280001", []),
    ],
)
def test_words_for_a_phone_are_taken_as_the_form_takes_them_and_doubted(
    team: Team, tmp_path: Path, cell: str, phone: str, warned: list[str]
) -> None:
    text = f"客户编号,客户名称,电话\nK9,小店,{cell}\n"
    said = take(team, "clients", tmp_path, text)
    assert [one.reason for one in said.problems] == warned
    assert all(one.warning for one in said.problems)
    assert known(team, "phone") == (phone,)
    assert take(team, "clients", tmp_path, text).unchanged == 1


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ("供价", "0"),
        ("单位,供价", "箱,0.00"),
        ("零售价", "￥0"),
        ("单位,副单位,换算率,箱价", "块,箱,24,0"),
    ],
)
def test_a_price_of_nothing_is_refused_where_one_is_known(
    team: Team, tmp_path: Path, heads: str, cells: str
) -> None:
    said = take(team, "products", tmp_path, f"商品编号,商品名称,{heads}\nP9,香皂,{cells}\n")
    assert (said.unchanged, said.rejected) == (0, 1)
    (problem,) = said.problems
    assert problem.heading == heads.rsplit(",", maxsplit=1)[-1]
    assert "more than zero" in problem.reason


def test_a_till_list_may_say_nought_for_what_has_no_price(team: Team, tmp_path: Path) -> None:
    text = "商品编号,商品名称,供价,零售价\nT1,赠品,0,0\n"
    assert take(team, "products", tmp_path, text).new == 1
    assert take(team, "products", tmp_path, text).unchanged == 1
