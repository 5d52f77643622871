"""What a refused person reads: which field, what is wrong, what to do, in Chinese."""

import re
from pathlib import Path

import pytest

from desktop.basics.errors import CODES
from desktop.basics.i18n import choose_language
from desktop.replay.replay import Refusal, replay
from desktop.replay.scenario import read_scenario
from tests.office import new_office
from tests.scenarios.test_stories import STORIES

pytestmark = pytest.mark.untraced

NAMES_A_FIELD = ("invalid", "not_found", "over_quantity", "no_price", "no_suggestion")
HANZI = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b(?!dated|amount|quantity)[a-z]{4,}\b(?!_rate)")

# One a code, word for word: the action, its code, the field it is about, and what is said.
SAID = (
    ("visit.record", "invalid", "mark", "评分只能是 1 到 5。"),
    ("opening.set", "not_found", "client", "找不到“C9”：请核对编号。"),
    ("payout.pay", "not_allowed", None, "这一步由以下岗位办理：出纳。"),
    ("settlement.approve", "same_person", None, "这是您自己经手的：必须由另一个人决定。"),
    ("delivery.cancel", "wrong_state", None, "这张送货单已有退货：请先撤销退货。"),
    ("settlement.prepare", "duplicate", "quarter", "2026Q1 已有结算。"),
    ("settlement.prepare", "too_early", "quarter", "请先结算 2026Q1：该季度基金有变动。"),
    ("payout.pay", "frozen", None, "阳光副食 (C3)还有案件等待裁定：请先裁定。"),
    ("agreement.sign", "overlap", None, "协议 XY-2026-0001 有效期到 2026-12-31：请先终止。"),
    (
        "order.add",
        "no_price",
        "lines",
        "洗面奶 (P1)在 2026-01-07 没有“箱”的价格：请先录入价格。",
    ),
    ("case.report", "not_protected", "price", "2026-01-06 的保护价是 0.60 元：没有低于它。"),
    ("settlement.prepare", "closed_period", "quarter", "2026Q3 已关闭：后面的季度已经结算。"),
    ("delivery.record", "over_quantity", "accepted", "第 2 行：只订了 1。"),
    ("visit.release", "no_suggestion", "clients", "以下客户没有已确认的建议：小店C2。"),
    (
        "suggestion.submit",
        "one_suggestion",
        None,
        "小店C1 (C1)已有一条建议：建议“把洗面奶按肤质分三排，价签朝外”。请先告知客户或撤回。",
    ),
    (
        "settlement.post",
        "changed",
        None,
        "1 家客户与批准时不同（首家：小店C2 (C2)）：请退回重算。",
    ),
    ("run.load", "short", "short", "库存不够：缺 洗面奶 (P1) 6 支。"),
)


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> list[Refusal]:
    """Every refusal of every story, as the window of a Chinese office would say it."""
    choose_language("zh_CN")
    folder = tmp_path_factory.mktemp("stories")
    return [refusal for story in STORIES for refusal in _refusals(folder, story)]


def _refusals(folder: Path, story: Path) -> list[Refusal]:
    office = new_office(f"sqlite:///{(folder / story.stem).as_posix()}.db")
    played = replay(office, read_scenario(story))
    office.engine.dispose()
    return played.refused


def test_a_refusal_of_each_code_says_what_is_wrong(refused: list[Refusal]) -> None:
    said = {(one.event.do, one.code, one.field, one.message) for one in refused}
    assert set(SAID) - said == set()
    assert {code for _action, code, _field, _words in SAID} == set(CODES)


def test_every_refusal_is_a_chinese_sentence(refused: list[Refusal]) -> None:
    for one in refused:
        # Words that only a scenario file can get wrong are named as the file has them.
        own = one.message.partition("不在可选范围内")[0].partition("不能是")[0]
        told = "" if own != one.message else re.sub(r"“[^”]*”", "", own)
        assert HANZI.search(one.message), one
        assert one.message.endswith("。"), one
        assert "None" not in one.message, one
        assert "{" not in one.message, one
        assert not ENGLISH.search(told), one
        assert len(one.message) < 80, one


def test_a_refusal_of_an_input_names_its_field(refused: list[Refusal]) -> None:
    unnamed = [one for one in refused if one.code in NAMES_A_FIELD and not one.field]
    assert unnamed == []
