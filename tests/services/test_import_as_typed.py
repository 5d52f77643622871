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
