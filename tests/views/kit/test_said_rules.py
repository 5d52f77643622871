"""What a hint says of a rule is the office's own number."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.basics.rules import Rules
from desktop.models import OfficeProfile
from desktop.services.settings import change_rules
from desktop.views.clients.form import ClientForm
from desktop.views.kit.said_rules import paper_day
from desktop.views.payments.forms import PaymentForm
from tests.office import Team, new_team
from tests.views.desk import open_desk, press


def change(team: Team, numbers: dict[str, int]) -> None:
    with team.office.reading() as session:
        version = session.get_one(OfficeProfile, 1).version
    change_rules(team.ad, version, numbers)


def test_a_hint_follows_the_rule(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> None:
    team = new_team(sqlite_url)
    desktop = open_desk(qtbot, team.k1, tmp_path)

    def hints() -> list[str]:
        payment, client = PaymentForm(desktop.desk, in_credit=False), ClientForm(desktop.desk)
        for form in (payment, client):
            qtbot.addWidget(form)
        return [
            payment.editor("dated").control.toolTip(),
            client.editor("class").control.toolTip(),
            paper_day(desktop.desk),
        ]

    assert hints() == [
        "最多往前 7 天",
        "A 级每 7 天拜访，B 级每 14 天，C 级每 28 天",
        "填纸面上的日期：最多往前 7 天。",
    ]
    change(team, {"paper_days": 3, "visit_days_a": 5})
    press(qtbot, desktop, "F5")
    assert desktop.desk.rules == Rules(paper_days=3, visit_days_a=5)
    assert hints()[:2] == ["最多往前 3 天", "A 级每 5 天拜访，B 级每 14 天，C 级每 28 天"]
    change(team, {"paper_days": 0})
    press(qtbot, desktop, "F5")
    assert hints()[0] == "只能是今天的"
