"""A trial as it is drawn: one suggestion for a group of similar shops (G7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.drafts.suggestion import CATEGORIES, LONGEST_CONTENT
from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class TrialDraft:
    """What is tried, from which day on, at which shops; the codes of clients and products.

    ``first`` is the half that somebody saw drawn; another draw is then refused (``changed``).
    """

    category: Annotated[str, Editable(N_("Category"), "choice", needed=True, choices=CATEGORIES)]
    starts_on: Annotated[
        date,
        Editable(N_("The first half is told from"), "day", called="from", needed=True, default=0),
    ]
    content: Annotated[
        str,
        Editable(
            N_("Suggestion"),
            "long",
            needed=True,
            limit=LONGEST_CONTENT,
            too_long=N_("At most {limit} characters: more is more than the client can take in."),
        ),
    ]
    clients: Sequence[str]
    products: Sequence[str] = ()
    wording: Annotated[
        str,
        Editable(
            N_("How it is said"),
            wide=True,
            hint=N_("in words that this client understands and likes"),
        ),
    ] = ""
    expected: Annotated[str, Editable(N_("Expected effect"), wide=True)] = ""
    first: Sequence[str] | None = None
