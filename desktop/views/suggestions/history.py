"""How a shop's earlier suggestions are listed, here and in its file."""

from typing import Any

from desktop.basics.i18n import N_, _
from desktop.queries.effects import EffectRow, signed
from desktop.queries.words import state_word
from desktop.views.record_table import Column
from desktop.views.words import day, tone_of


def short_effect(effect: EffectRow | None) -> str:
    """What a suggestion brought, in a narrow column."""
    if effect is None:
        return ""
    if effect.figures is None:
        return _("from {day} on").format(day=effect.full_on)
    return _("{amount} a day").format(amount=signed(effect.figures.effect_fen))


def effect_tone(effect: EffectRow | None) -> str:
    """Good when its whole interval lies above zero, wrong when it lies below."""
    figures = effect.figures if effect else None
    if figures is None:
        return "quiet"
    low = figures.effect_fen if figures.low_fen is None else figures.low_fen
    high = figures.effect_fen if figures.high_fen is None else figures.high_fen
    return "good" if low > 0 else "wrong" if high < 0 else ""


def _said(row: Any) -> str:
    words = f"“{row.words}”" if row.words else ""
    mark = _("{mark} of 5").format(mark=row.mark) if row.mark else ""
    return " ".join(part for part in (words, mark) if part)


HISTORY = (
    Column(N_("Day"), lambda row: day(row.day), 88),
    Column(N_("Suggestion"), lambda row: row.content, 200, stretch=True),
    Column(
        N_("State"),
        lambda row: state_word("suggestion", row.state),
        70,
        tone=lambda row: tone_of(row.state),
    ),
    Column(N_("What the client said"), _said, 120),
    Column(
        N_("Effect"),
        lambda row: short_effect(row.effect),
        112,
        right=True,
        tone=lambda row: effect_tone(row.effect),
    ),
)
