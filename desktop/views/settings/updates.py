"""Where the office's programs look for newer versions, and what was found there."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import desktop
from desktop.basics.drafts.office import UpdatesDraft
from desktop.basics.fields import asked, drafted, told_of
from desktop.basics.i18n import _
from desktop.queries.settings import UpdatesDetail
from desktop.views.kit.blocks.facts import Fact
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.form import Form

if TYPE_CHECKING:
    from desktop.services.office import Office


def updates_facts(stands: UpdatesDetail) -> Sequence[Fact]:
    """This version, and the folder."""
    here = Fact(_("This program"), _("version {version}").format(version=desktop.__version__))
    return [here, *(Fact(*told) for told in told_of(UpdatesDraft, stands).values())]


def found_facts(desk: Desk) -> Sequence[Fact]:
    """What was found in the folder at the last look, or why nothing was."""
    looked = desk.updates.looked
    if desk.updates.offer is not None:
        return [Fact(_("Found there"), desk.updates.headline, "accent")]
    if looked is None or not desk.updates.folder:
        return []
    tone = "wrong" if looked.wrong else "careful" if looked.again else ""
    return [Fact(_("Found there"), looked.words, tone)]


def updates_form(desk: Desk) -> Form:
    """The folder."""
    return Form(desk, fields_of(UpdatesDraft, desk, known=True))


def updates_values(stands: UpdatesDetail) -> Mapping[str, Any]:
    """The folder as its form shows it."""
    return {**asked(UpdatesDraft, stands), "version": stands.version}


def save_updates(office: "Office", given: Given) -> None:
    """Look in another folder from now on."""
    from desktop.services.settings import set_updates_folder

    set_updates_folder(office, given["version"], drafted(UpdatesDraft, given.values))
