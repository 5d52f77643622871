"""The form of a client's facts."""

from typing import Any

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import asked
from desktop.queries.clients import ClientFile
from desktop.queries.search import find_reps
from desktop.queries.word_lists import offered_areas, offered_segments
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.form import Form
from desktop.views.kit.said_rules import visit_days


def client_form(desk: Desk, *, known: bool = False) -> Form:
    """The fields of a client; a known one keeps its code."""
    finds = {"rep": find_reps, "segment": offered_segments, "area": offered_areas}
    fields = fields_of(ClientDraft, desk, known=known, finds=finds, hints={"class": visit_days})
    return Form(desk, fields, columns=2)


def client_values(file: ClientFile) -> dict[str, Any]:
    """What stands in a client file, as the form shows it."""
    return {**asked(ClientDraft, file), "version": file.version}
