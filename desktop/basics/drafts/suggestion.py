"""A suggestion as it is prepared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_

CATEGORIES = {
    "display": N_("display"),
    "promotion": N_("promotion"),
    "push": N_("push"),
    "stock": N_("stock"),
    "service": N_("service"),
    "other": N_("other"),
}
LONGEST_CONTENT = 120
# What a suggestion says, whoever drafts it: for one client, or for the shops of a trial.
Category = Annotated[
    str, Editable(N_("Kind of suggestion"), "choice", needed=True, choices=CATEGORIES)
]
Content = Annotated[
    str,
    Editable(
        N_("Suggestion"),
        "long",
        needed=True,
        limit=LONGEST_CONTENT,
        too_long=N_("At most {limit} characters: more is more than the client can take in."),
    ),
]
Wording = Annotated[
    str,
    Editable(
        N_("How it is said"),
        wide=True,
        hint=N_("in words that this client understands and likes"),
    ),
]
Expected = Annotated[str, Editable(N_("Expected effect"), wide=True)]


@dataclass(frozen=True)
class SuggestionDraft:
    """One thing to tell one client (G5); the codes of the products that it aims at."""

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True, stays=True)]
    category: Category
    content: Content
    products: Sequence[str] = ()
    wording: Wording = ""
    expected: Expected = ""
