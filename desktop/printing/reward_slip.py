"""The reward slip (举报奖励领取凭条, V2): a claim code, printed once, and no name at all."""

from dataclasses import dataclass
from datetime import date

from desktop.basics.codes import is_claim_code
from desktop.printing.blocks import HALF, cut_line, points
from desktop.printing.letterhead import Heading, Letterhead, head
from desktop.printing.measures import MM, PLAIN, SMALL, SOFT, TITLE
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper

KIND = "举报奖励凭条"


@dataclass(frozen=True)
class RewardSlip(Paper, kind="reward_slip", dated="reported_on"):
    """What a reporter takes home: the case's number and the digits of the claim code.

    ``appeal_days`` after the ruling it may be overturned; ``claim_days`` later the reward may
    lapse (V6).
    """

    letterhead: Letterhead
    case: str
    reported_on: date
    code: str
    appeal_days: int
    claim_days: int

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.case}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the slip on the upper half of a page; ValueError unless the code can be one."""
        if not is_claim_code(self.code):
            raise ValueError("claim code")
        sheet.begin(None)
        facts = (f"案件 {self.case}", f"登记 {self.reported_on}")
        head(
            sheet,
            self.letterhead,
            Heading(KIND, "", facts, "凭领奖码领奖，不需要姓名。", size=TITLE),
        )
        sheet.box((sheet.left, sheet.y, sheet.room, 34 * MM), fill=SOFT, radius=2 * MM)
        middle = sheet.left + sheet.room / 2
        sheet.text(middle, sheet.y + 9 * MM, "领奖码", Style(PLAIN, align="center"))
        code = "  ".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))
        sheet.text(middle, sheet.y + 23 * MM, code, Style(TITLE, bold=True, align="center"))
        sheet.y += 40 * MM
        points(sheet, _rules(self), PLAIN)
        sheet.y += 4 * MM
        sheet.flow("　".join(self.letterhead.parts), Style(SMALL))
        cut_line(sheet, HALF)


def _rules(paper: RewardSlip) -> tuple[str, ...]:
    appeal, lapse = paper.appeal_days, paper.appeal_days + paper.claim_days
    return (
        "举报查实后，没收的价格保护基金奖给举报人；有几位举报人的，平均分配。",
        f"裁定后有 {appeal} 天申诉期。从第 {appeal + 1} 天起，凭领奖码到出纳处领取，不问姓名。",
        f"裁定后 {lapse} 天内没有领取的，奖励可能收回，请及时领取。",
        "请妥善保管本凭条：领奖码只打印这一次，办事处没有留底，遗失无法补发。",
    )
