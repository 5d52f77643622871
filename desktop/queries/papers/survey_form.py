"""The blank form of a survey, with what is known of its shop (P1)."""

import re
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_
from desktop.models import Client
from desktop.printing.survey_form import SurveyForm
from desktop.queries.facts.surveys import latest_survey
from desktop.queries.papers.heads import letterhead, outlet
from desktop.queries.papers.scan import Scan
from desktop.queries.surveys import known_before
from desktop.queries.word_lists import words_to_choose

_KNOWN = (("area_m2", "面积", "平方米"), ("households", "户数", "户"))

SCAN = Scan(
    re.compile(r"DC-(\d{8})-(.+)", re.ASCII),
    "clients",
    N_("survey form"),
    lambda number: select(Client.id).where(func.upper(Client.code) == number[2]),
)


def survey_form(session: Session, client: Client, today: date) -> SurveyForm:
    """The form for one shop, as its file stands."""
    known = known_before(session, client.code)
    return SurveyForm(
        letterhead=letterhead(session),
        day=today,
        client=outlet(client),
        segment=client.segment,
        known=tuple(
            (label, f"{known[name]} {unit}") for name, label, unit in _KNOWN if name in known
        ),
        # What shops like it mostly are is no finding: only what was seen there is ticked.
        shop_type=known.get("shop_type", "") if latest_survey(session, client.id) else "",
        shop_types=words_to_choose(session, "shop_types"),
        groups=words_to_choose(session, "buyer_groups"),
    )
