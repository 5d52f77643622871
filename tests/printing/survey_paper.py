"""A believable blank form of a survey."""

from dataclasses import replace
from datetime import date

from desktop.printing.survey_form import SurveyForm
from tests.printing.papers import OFFICE, SHOP


def survey_form(**changes: object) -> SurveyForm:
    """The blank form for a shop of which a little is known."""
    paper = SurveyForm(
        OFFICE,
        date(2026, 7, 6),
        SHOP,
        "小区店",
        (("面积", "44 平方米"), ("户数", "530 户")),
        "便利店",
        ("便利店", "社区超市", "文具店", "日化店", "母婴店", "烟酒店", "粮油店", "批发部"),
        ("学生", "家庭", "老人", "上班族", "务工人员", "过路客"),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]
