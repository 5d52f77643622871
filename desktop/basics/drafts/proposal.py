"""A product proposal as it is drafted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_

OFFERED_DAYS = 30  # how long an offer is valid, if nobody says otherwise


@dataclass(frozen=True)
class ProposalLineDraft:
    """A proposed product: facings on a level (1 is the top), first order in a unit, reason."""

    product: str
    unit: str
    facings: int
    level: int
    quantity: int
    reason: str


@dataclass(frozen=True)
class ProposalAsked:
    """What a person says of a proposal that the program computes (P3); the rest follows.

    The budget is for the first order, in fen; without ``customers`` the survey's finding stands.
    """

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True)]
    valid_until: Annotated[
        date | None, Editable(N_("Valid until"), "day", default=OFFERED_DAYS)
    ] = None
    budget_fen: Annotated[
        int | None,
        Editable(
            N_("Budget for the first order"),
            "money",
            called="budget",
            hint=N_("empty: two weeks of expected sales"),
        ),
    ] = None
    customers: str = ""
    display: Annotated[str, Editable(N_("Display"), wide=True)] = ""
    support: Annotated[
        str, Editable(N_("What we support"), "long", hint=N_("one thing a line"))
    ] = ""


@dataclass(frozen=True)
class ProposalDraft:
    """Which products a shop should sell and where they stand (P3); its support, one a line."""

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True, stays=True)]
    valid_until: Annotated[
        date, Editable(N_("Valid until"), "day", needed=True, default=OFFERED_DAYS)
    ]
    customers: Annotated[
        str,
        Editable(
            N_("Its customers, in a sentence"),
            "long",
            needed=True,
            limit=120,
            too_long=N_("At most {limit} characters: it stands on a sheet of one page."),
        ),
    ]
    lines: Sequence[ProposalLineDraft]
    display: Annotated[str, Editable(N_("Display"), wide=True)] = ""
    support: Annotated[
        str, Editable(N_("What we support"), "long", hint=N_("one thing a line"))
    ] = ""
