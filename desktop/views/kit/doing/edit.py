"""One thing to make or change, as a page hands it to the panel of its forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.form import Form

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading


@dataclass(frozen=True)
class Edit:
    """One thing to make or change.

    ``draft_key`` names its draft, so that what was typed is found again. ``save`` runs off the
    GUI thread as ``save(office, given)``; its result is handed to ``saved``. ``load`` reads what
    stands now, for a record that others may save meanwhile (E2); with it, ``given["version"]``
    is the version that was read. ``seen_after``: what is saved is computed, and looked at then,
    such as a settlement's draft; any other form that comes filled in is looked at before.
    ``offer`` asks what is offered in fields that are still empty, such as the next free code.
    ``back`` makes of what ``save`` answered how it is taken back, where saving what the form showed
    before wouldn't do. A ``wide`` one takes the place of the list too, as long as it is open.
    """

    title: str
    form: Callable[[], Form]
    save: Callable[["Office", Given], Any]
    draft_key: str
    saved: Callable[[Any], None]
    done: str = ""
    note: str = ""
    values: Mapping[str, Any] | None = None
    load: Callable[["Reading"], Mapping[str, Any]] | None = None
    seen_after: bool = False
    offer: Callable[["Reading"], Mapping[str, Any]] | None = None
    wide: bool = False
    back: Callable[[Any], Callable[["Office"], Any]] | None = None
