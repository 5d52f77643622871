"""All papers of a day's runs in one print; the notes go onto the paper that the printers take."""

from collections.abc import Sequence
from datetime import date

from desktop.basics.i18n import N_, _
from desktop.views.kit.desk import Desk

WHOLE_DAY: Sequence[tuple[str, str]] = (
    (N_("Everything, the notes on A4"), "run_day"),
    (N_("Everything but the notes"), "run_day_lists"),
    (N_("The day's notes in three parts"), "run_day_notes"),
)
DAY_KEYS = "Ctrl+D"


def show_day_paper(desk: Desk, words: str, kind: str, day: date) -> None:
    """Preview one of them, as ``Detail.paper`` shows it of a run."""
    desk.show_issued(f"{_(words)} {day}", kind, day=day)
