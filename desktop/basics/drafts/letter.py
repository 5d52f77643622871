"""Balance letters: which are written, and what comes back on their slips."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_

ANSWERS = {"agreed": N_("agreed"), "differs": N_("differs")}


@dataclass(frozen=True)
class LettersDraft:
    """The clients that letters go to: those named, else all of a rep, of an area, or of the office.

    Of those that aren't named whoever has nothing standing gets none.
    """

    as_of: Annotated[date, Editable(N_("Balances at the end of"), "day", needed=True, default=0)]
    rep: Annotated[str, Editable(N_("Rep"), "lookup", hint=N_("only this rep's clients"))] = ""
    area: Annotated[str, Editable(N_("Area"), "word", hint=N_("only clients of this area"))] = ""
    clients: Sequence[str] = ()


@dataclass(frozen=True)
class AnswerDraft:
    """What a slip says: ``difference_fen`` is what the client says it owes more than the letter."""

    answer: Annotated[
        str, Editable(N_("The client says"), "choice", needed=True, choices=ANSWERS, unset=True)
    ]
    difference_fen: Annotated[
        int | None,
        Editable(
            N_("Owes more by"),
            "money",
            called="difference",
            balance=True,
            hint=N_("minus when it says that it owes less"),
        ),
    ] = None
    words: Annotated[str, Editable(N_("What it writes"), wide=True)] = ""
