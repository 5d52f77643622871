"""A trial as it is drawn: one suggestion for a group of similar shops (G7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.drafts.suggestion import Category, Content, Expected, Wording
from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class TrialDraft:
    """What is tried, from which day on, at which shops; the codes of clients and products.

    ``first`` is the half that somebody saw drawn; another draw is then refused (``changed``).
    """

    category: Category
    starts_on: Annotated[
        date,
        Editable(N_("The first half is told from"), "day", called="from", needed=True, default=0),
    ]
    content: Content
    clients: Sequence[str]
    products: Sequence[str] = ()
    wording: Wording = ""
    expected: Expected = ""
    first: Sequence[str] | None = None
