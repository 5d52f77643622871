"""The form of a client's facts."""

from collections.abc import Mapping
from typing import Any

from desktop.basics.i18n import N_
from desktop.queries.clients import ClientFile
from desktop.queries.search import find_reps
from desktop.queries.word_lists import offered_areas, offered_segments
from desktop.queries.words import CLASSES
from desktop.services.clients import ClientDraft
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.said_rules import visit_days

_SAME = (
    "code",
    "name",
    "segment",
    "contact",
    "phone",
    "address",
    "area",
    "lat",
    "lon",
    "households",
    "opens",
    "closes",
    "break_from",
    "break_to",
    "density_reason",
)


def client_form(desk: Desk, *, known: bool = False) -> Form:
    """The fields of a client; a known one keeps its code."""
    return Form(
        desk,
        (
            Field("name", N_("Name of the shop"), needed=True, wide=True),
            Field("code", N_("Code"), "code", needed=True, locked=known),
            Field(
                "segment",
                N_("Segment"),
                "word",
                needed=True,
                hint=N_("such as school, estate, village"),
                lookup=desk.look_up(offered_segments),
            ),
            Field(
                "class",
                N_("Class"),
                "choice",
                choices=CLASSES,
                hint=visit_days,
            ),
            Field("rep", N_("Rep"), "lookup", lookup=desk.look_up(find_reps)),
            Field("contact", N_("Owner")),
            Field("phone", N_("Phone"), "code"),
            Field("area", N_("Area"), "word", lookup=desk.look_up(offered_areas)),
            Field("households", N_("Households"), "whole"),
            Field("address", N_("Address"), wide=True),
            Field("opens", N_("Opens"), "time", hint=N_("such as 7:30")),
            Field("closes", N_("Closes"), "closing", hint=N_("such as 22:00, or 24:00")),
            Field("break_from", N_("Break from"), "time", hint=N_("such as 12:00")),
            Field("break_to", N_("Break to"), "time", hint=N_("such as 14:00")),
            Field("lat", N_("Latitude"), "decimal"),
            Field("lon", N_("Longitude"), "decimal"),
            Field("density_reason", N_("Why here, if it is dense"), wide=True),
        ),
        columns=2,
    )


def client_draft(values: Mapping[str, Any]) -> ClientDraft:
    """What was typed, as the service takes it."""
    same = {name: values[name] for name in _SAME}
    return ClientDraft(**same, rep=values["rep"] or None, client_class=values["class"])


def client_values(file: ClientFile) -> dict[str, Any]:
    """What stands in a client file, as the form shows it."""
    same = {name: getattr(file, name) for name in _SAME}
    return {
        **same,
        "rep": file.rep_code,
        "class": file.client_class or None,
        "version": file.version,
    }
