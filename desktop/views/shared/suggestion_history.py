"""How a shop's earlier suggestions are listed: beside a new one, and in the client's file."""

from collections.abc import Callable
from datetime import date

from desktop.basics.drafts.suggestion import CATEGORIES
from desktop.basics.i18n import N_, _
from desktop.queries.facts.effects import EffectRow, effect_words, signed
from desktop.queries.suggestions import PastSuggestion
from desktop.queries.what_works import Offer
from desktop.queries.words import state_word
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, short_day, tone_of


def named(offer: Offer) -> str:
    """What is offered, with the products that it is about where its words don't name them."""
    said = offer.content or _(CATEGORIES[offer.category])
    names = [name for name in offer.product_names if name not in said]
    return joined(said, *names)


def short_effect(effect: EffectRow | None, today: date | None = None) -> str:
    """What a suggestion brought, in a narrow column; a day of the year of ``today`` without it."""
    if effect is None:
        return ""
    if effect.figures is None:
        full_on = effect.full_on
        return _("from {day}").format(day=short_day(full_on, today) if today else day(full_on))
    return _("{amount} a day").format(amount=signed(effect.figures.effect_fen))


def effect_tone(effect: EffectRow | None) -> str:
    """Good when its whole interval lies above zero, wrong below; quiet what may be chance."""
    figures = effect.figures if effect else None
    if figures is None or figures.by_chance:
        return "quiet"
    return "good" if figures.effect_fen > 0 else "wrong" if figures.effect_fen < 0 else ""


def _effect_tip(row: PastSuggestion) -> str:
    return effect_words(row.effect) if row.effect else ""


def _said(row: PastSuggestion) -> str:
    words = f"“{row.words}”" if row.words else ""
    mark = _("{mark} of 5").format(mark=row.mark) if row.mark else ""
    return " ".join(part for part in (words, mark) if part)


def history(today: Callable[[], date]) -> tuple[Column[PastSuggestion], ...]:
    """The columns; a day of this year stands without it, so that the words have room."""
    return (
        Column(N_("Day"), lambda row: short_day(row.day, today()), 56),
        Column(N_("Suggestion"), lambda row: row.content, 120, stretch=True, wraps=True),
        Column(
            N_("State"),
            lambda row: state_word("suggestion", row.state),
            70,
            tone=lambda row: tone_of(row.state),
        ),
        Column(N_("What the client said"), _said, 80, stretch=True, wraps=True),
        Column(
            N_("Effect"),
            lambda row: short_effect(row.effect, today()),
            112,
            right=True,
            tone=lambda row: effect_tone(row.effect),
            tip=_effect_tip,
        ),
    )
