"""What a draft declares fits all that go by it: its record, the forms, the lists, the replay."""

from datetime import date
from typing import Any

import pytest

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.drafts.area import AreaDraft
from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.delivery import DeliveryDraft
from desktop.basics.drafts.margin import MarginDraft
from desktop.basics.drafts.office import ProfileDraft, UpdatesDraft
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.drafts.order import OrderDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.proposal import ProposalDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.staff import StaffDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.survey import SurveyDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.fields import asked, drafted, editable, stored
from desktop.basics.i18n import _, choose_language
from desktop.models import (
    Agreement,
    Area,
    Benefit,
    Case,
    CategoryMargin,
    Client,
    Delivery,
    OfficeProfile,
    Opening,
    Order,
    Product,
    Proposal,
    Run,
    Staff,
    Suggestion,
    Survey,
    Vehicle,
    VisitPlan,
)
from desktop.queries.audit_words import fact_words
from desktop.replay.fields import readers
from desktop.spreadsheets.areas import AREAS
from desktop.spreadsheets.cells import Row, Table
from desktop.spreadsheets.clients import CLIENTS, client_rows
from desktop.spreadsheets.header import find_header
from desktop.spreadsheets.products import PRODUCTS, product_rows
from desktop.spreadsheets.reading import Reading
from desktop.spreadsheets.vehicles import VEHICLES

DRAFTS = {
    AgreementDraft: Agreement,
    AreaDraft: Area,
    BenefitDraft: Benefit,
    CaseDraft: Case,
    ClientDraft: Client,
    DeliveryDraft: Delivery,
    OrderDraft: Order,
    MarginDraft: CategoryMargin,
    OpeningDraft: Opening,
    ProductDraft: Product,
    ProfileDraft: OfficeProfile,
    ProposalDraft: Proposal,
    RunDraft: Run,
    StaffDraft: Staff,
    SuggestionDraft: Suggestion,
    SurveyDraft: Survey,
    UpdatesDraft: OfficeProfile,
    VehicleDraft: Vehicle,
    VisitPlanDraft: VisitPlan,
}


@pytest.mark.parametrize(("draft", "record"), DRAFTS.items())
def test_every_declared_field_is_kept_by_the_record_and_told_by_the_trail(
    draft: type[Any], record: type[Any]
) -> None:
    columns = record.__mapper__.column_attrs.keys()
    choose_language("zh_CN")
    for one in editable(draft):
        if one.kind == "lookup":
            assert f"{one.name}_id" in columns
        else:
            assert one.name in columns
            assert fact_words(record.__tablename__, one.name), one.name


@pytest.mark.parametrize("draft", DRAFTS)
def test_no_two_fields_are_called_alike_in_files_and_lists(draft: type[Any]) -> None:
    fields = editable(draft)
    called = [one.called for one in fields]
    assert len(set(called)) == len(called)
    columns = [one.column for one in fields if one.column]
    assert len(set(columns)) == len(columns)
    needed, optional = readers(draft)
    assert {*needed, *optional} == {one.called for one in fields if not one.later}


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        (ClientDraft, CLIENTS),
        (ProductDraft, PRODUCTS),
        (AreaDraft, AREAS),
        (VehicleDraft, VEHICLES),
    ],
)
def test_every_field_of_a_list_is_exported_and_known_by_its_column_and_by_the_words_of_the_form(
    draft: type[Any], kind: Any
) -> None:
    fields = editable(draft)
    assert [one.called for one in fields if not one.column] == []
    for language in ("en", "zh_CN"):
        choose_language(language)
        for heads in ([one.column for one in fields], [_(one.words) for one in fields]):
            header = find_header(Table("S", [Row(1, tuple(heads))]), kind)
            assert header.columns == {one.called: at for at, one in enumerate(fields)}


@pytest.mark.parametrize(("kind", "rows"), [(CLIENTS, client_rows), (PRODUCTS, product_rows)])
def test_every_field_of_a_list_is_read_from_a_blank_cell(kind: Any, rows: Any) -> None:
    heads = [one.headings[0] for one in kind.fields]
    named = ["有" if one.name in ("name", "unit") else "" for one in kind.fields]
    table = Table("S", [Row(1, tuple(heads)), Row(2, tuple(named)), Row(3, ("", "", "尾"))])
    header = find_header(table, kind)
    assert set(header.columns) == set(kind.by_name)
    (read,) = list(rows(Reading(table, header)))[:1]
    assert read.name == "有"


def test_what_is_typed_becomes_a_draft_and_comes_back_as_it_was() -> None:
    typed = {
        "code": "C1",
        "name": "小店",
        "segment": "学校店",
        "class": "A",
        "rep": None,
        "area": "",
    }
    draft = drafted(ClientDraft, typed)
    assert (draft.client_class, draft.rep, draft.area) == ("A", None, "")
    back = asked(ClientDraft, draft)
    assert {name: back[name] for name in typed} == typed
    assert "rep" not in stored(ClientDraft, draft), "a record holds the rep's id"


def test_what_is_needed_and_blank_stays_blank_so_that_the_service_can_say_so() -> None:
    assert drafted(ClientDraft, {"code": "", "name": "", "segment": ""}).code == ""


def test_a_new_form_begins_with_what_is_declared_or_with_the_drafts_own() -> None:
    today = date(2026, 2, 27)
    begun = {one.called: one.begun(lambda: today) for one in editable(RunDraft)}
    assert begun == {"vehicle": None, "date": date(2026, 2, 28), "departs": None}
    given = {one.called: one.begun(lambda: today) for one in editable(BenefitDraft)}
    assert given["paid_by"] == "cash"
