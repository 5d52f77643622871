"""What a trial brought, as a story expects it (G7)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.basics.money import yuan
from desktop.queries.trials import trial_detail

if TYPE_CHECKING:
    from tests.scenarios.shown import Stage


def trial(stage: "Stage", of: str) -> Any:
    """The half that begins and what a trial brought, in yuan a day; the key is trial, day."""
    ref, day = of.split()
    with stage.office.reading() as session:
        detail = trial_detail(session, stage.id("trial", ref), date.fromisoformat(day))
    figures = detail.figures
    if figures is None or not figures.told:
        return "called off" if figures is None else "not yet"
    first = [place.code for place in detail.places if place.half == 1]
    amounts = (figures.effect_fen, figures.low_fen, figures.high_fen)
    return {"first": first, "effect": [yuan(fen) for fen in amounts if fen is not None]}
