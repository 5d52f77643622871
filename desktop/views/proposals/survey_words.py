"""What a survey found, in words: for the proposal that rests on it, and the client's file."""

from desktop.basics.i18n import _
from desktop.basics.money import percent
from desktop.queries.proposals import SurveyFacts
from desktop.queries.words import SPENDING
from desktop.views.kit.words import day


def survey_words(survey: SurveyFacts) -> list[tuple[str, str]]:
    """(label, words) of each finding (P1); the words of what wasn't asked are empty."""
    return [
        (_("Surveyed"), f"{survey.by} {day(survey.surveyed_on)}"),
        (_("Shop"), f"{survey.shop_type} {survey.area_m2} m²"),
        (_("Households"), str(survey.households)),
        (_("Buyers"), "、".join(f"{name} {percent(share)}" for name, share in survey.groups)),
        (_("Spending power"), _(SPENDING[survey.spending])),
        (_("Rivals near by"), str(survey.rivals)),
        (
            _("Shelf"),
            _("{cm} cm, {levels} levels").format(cm=survey.shelf_cm, levels=survey.levels),
        ),
        (_("Brands now"), survey.brands),
        (_("Notes"), survey.notes),
    ]
