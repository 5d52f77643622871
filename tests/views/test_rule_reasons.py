"""A rule's reason is read and typed in the office's words, and stored under its own names."""

from decimal import Decimal
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.models import AssortmentRule
from desktop.services.assortment import add_rule
from desktop.views.assortment.page import AssortmentPage
from desktop.views.kit.desk import Link
from tests.office import Team, new_team
from tests.views.desk import open_desk, settle

RULE = AssortmentDraft(
    "R1", 2, "您的顾客里{group}占{share}，{segment}都好卖", category="洁面", group="学生",
    least_share=Decimal("0.3"),
)  # fmt: skip


def stored_reason(team: Team, key: int) -> str:
    with team.office.reading() as session:
        return session.get_one(AssortmentRule, key).reason


def test_a_reason_is_said_and_typed_in_words(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> None:
    team = new_team(sqlite_url)
    key = add_rule(team.m1, RULE)
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("assortment", key))
    settle(qtbot, desktop)
    page = desktop.page("assortment")
    assert isinstance(page, AssortmentPage)
    row = page.table.row_of(key)
    assert row is not None
    said = [column.text(row) for column in page.columns]
    assert said[-1] == "您的顾客里学生占30%以上，这类店都好卖"
    page.detail.edit(page.detail.item)  # type: ignore[attr-defined]
    settle(qtbot, desktop)
    form = page.panel.form
    assert form is not None
    assert form.editor("reason").raw() == "您的顾客里{顾客人群}占{占比}，{客户类型}都好卖"
    form.editor("reason").show_raw("{客户类型}里{顾客人群}占{占比}")
    page.panel.save()
    settle(qtbot, desktop)
    assert stored_reason(team, key) == "{segment}里{group}占{share}"
    row = page.table.row_of(key)
    assert row is not None
    assert page.columns[-1].text(row) == "这类店里学生占30%以上"
