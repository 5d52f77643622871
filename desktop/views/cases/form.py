"""The form of a report: what was seen, the evidence, and who reports."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.case import CaseDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.fields import drafted
from desktop.basics.i18n import N_, _
from desktop.queries.search import find_clients, find_products, find_staff
from desktop.services.attachments import attach, read_files
from desktop.services.cases import Reported, ReporterDraft, report_case
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form

if TYPE_CHECKING:
    from desktop.services.office import Office

# Which column of a reporter's line makes which kind of reporter.
_KINDS = {"client": "client", "staff": "staff", "consumer": "consumer", "unnamed": "unnamed"}


def report_form(desk: Desk) -> Form:
    """The fields of a report; who reports goes into no draft on the disk (V2)."""
    finds = {"client": find_clients, "product": find_products}
    clients, staff = desk.look_up(find_clients), desk.look_up(find_staff)
    return Form(
        desk,
        (
            *fields_of(CaseDraft, desk, finds=finds),
            Field("files", N_("Photos, receipts"), "files", wide=True),
            Field(
                "reporters",
                N_("Who reports, one a line; nobody has to be named"),
                "rows",
                rows=(
                    Field("client", N_("Client"), "lookup", lookup=clients),
                    Field("staff", N_("Our own staff"), "lookup", lookup=staff),
                    Field("consumer", N_("A consumer"), "tick", width=82),
                    Field("unnamed", N_("Unnamed"), "tick", width=62),
                ),
                kept=False,
            ),
        ),
        columns=2,
        fluid=True,
    )


def save_report(office: "Office", given: Given) -> Reported:
    """Report with its evidence, both or none; gives the claim codes."""
    files = read_files(given["files"])
    with office.batch() as together:
        draft = drafted(CaseDraft, given.values)
        reported = report_case(together, draft, _reporters(given["reporters"]))
        for name, content in files:
            attach(together, "case", reported.case_id, name, content)
    return reported


def _reporters(rows: Sequence[Mapping[str, Any]]) -> list[ReporterDraft]:
    """One reporter a line; refuses (``invalid``) a line that names several."""
    found = []
    for number, row in enumerate(rows, 1):
        named = [column for column in _KINDS if row[column]]
        if len(named) != 1:
            column = named[1] if named else ""
            message = _("One reporter a line, named or unnamed.")
            raise Refused("invalid", message, "reporters", Spot(number, column))
        who = row[named[0]] if named[0] in ("client", "staff") else ""
        found.append(ReporterDraft(_KINDS[named[0]], who))
    return found
