"""The column in which a list tells how each of its records stands."""

from typing import Any

from desktop.basics.i18n import N_
from desktop.queries.words import state_word
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import tone_of


def state_column(noun: str, width: int) -> Column[Any]:
    """The state of rows that have a ``state``; ``noun`` is whose states these are."""
    return Column(
        N_("State"),
        lambda row: state_word(noun, row.state),
        width,
        "state",
        tone=lambda row: tone_of(row.state),
    )
