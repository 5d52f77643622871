"""What one suggestion or benefit brought, as the lists of reports tell it (G7, B5)."""

from desktop.basics.figures import COUNT, MONEY
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column
from desktop.queries.facts.effects import EffectFigures

INTERVAL_NOTE = N_(
    "At least and at most hold nine times in ten. Where they are missing, too few shops could be "
    "compared, and the plain difference stands."
)


def effect_columns() -> tuple[Column, ...]:
    """The effect, between what it likely lies, and with how many shops it was compared.

    Without an interval they were too few, and the plain difference stands.
    """
    return (
        Column("effect", _("Effect a day"), MONEY),
        Column("low", _("at least"), MONEY),
        Column("high", _("at most"), MONEY),
        Column("compared", _("Compared with"), COUNT),
    )


def effect_values(one: EffectFigures | None) -> tuple[int | None, ...]:
    """These of an effect; nothing before its window is full."""
    if one is None:
        return (None,) * 4
    return one.effect_fen, one.low_fen, one.high_fen, one.clients
