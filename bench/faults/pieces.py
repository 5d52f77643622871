"""Pieces of work that no story does, each with what has to be there for it."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.letter import LettersDraft
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.order import OrderedLine
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models.word_list import WORD_LISTS
from desktop.queries.plans.planned import planned
from desktop.services import (
    agreements,
    assortment,
    attachments,
    cases,
    clauses,
    client_sets,
    closing,
    deliveries,
    grounds,
    letters,
    lines,
    payments,
    product_pictures,
    runs,
    settings,
    settlements,
    staff,
    suggestions,
    word_lists,
)
from desktop.services.clients import add_client
from desktop.services.closing import Back
from desktop.services.day_plans import ArrangedRun, arrange_day
from desktop.services.exchanges import GivenBack, give_back
from desktop.services.imports.run import ImportOrder, import_file
from desktop.services.imports.take_back import take_back_import
from desktop.services.orders import add_order
from desktop.services.papers.declared import WhichPaper
from desktop.services.papers.registry import issue, issue_several
from desktop.services.picking import load_as_picked
from desktop.services.plans import keep_plan
from desktop.services.results import record_results
from desktop.services.stock import CountedLot, start_stock
from tests.office import Team
from tests.services.results_told import all_but_the_last
from tests.services.staggering import put_near
from tests.services.through_states import approved, reported, sold
from tests.services.tried import UNREVIEWED

Act = Callable[[Team], object]
# What prepares an office, and gives what is then done in it.
Piece = Callable[[Team], Act]
_PASSWORD = "三月春风十里桃花"

_CLIENTS = "编号,名称,类型,地址,纬度,经度\n" + "".join(
    f"N{at},新店{at},社区店,二街{at}号,31.46{at:02},104.74{at:02}\n" for at in range(40)
)
_PRODUCTS = "编号,名称,单位,供货价\n" + "".join(f"N{at},新皂{at},块,3.5{at}\n" for at in range(9))


def _bring(team: Team, kind: str, words: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{kind}.csv"
        file.write_text(words, encoding="utf-8")
        said = import_file(team.ad, ImportOrder(kind, file))
    assert said.imported, said.problems


def _clients_come(_team: Team) -> Act:
    return lambda team: _bring(team, "clients", _CLIENTS)


def _products_come(_team: Team) -> Act:
    return lambda team: _bring(team, "products", _PRODUCTS)


def _clients_go_again(team: Team) -> Act:
    _bring(team, "clients", _CLIENTS)
    return lambda team: take_back_import(team.ad)


def _letters_go_out(team: Team) -> Act:
    sold(team)
    draft = LettersDraft(team.day, clients=["C1", "C2"])
    return lambda team: letters.send_letters(team.c1, draft)


def _a_scan_is_attached(team: Team) -> Act:
    key = approved(team, "C1")
    content = b"\xff\xd8\xff" + b"scan" * 60_000
    return lambda team: attachments.attach(team.c1, "agreement", key, "甲.jpg", content)


def _signed_with_its_scan(team: Team) -> Act:
    key = approved(team, "C1")

    def sign(team: Team) -> None:
        with team.c1.batch() as together:
            agreements.sign_agreement(together, key, None, UNREVIEWED)
            attachments.attach(together, "agreement", key, "甲.jpg", b"\xff\xd8\xffscan")

    return sign


def _several_are_confirmed(team: Team) -> Act:
    keys = [
        suggestions.prepare_suggestion(team.r1, SuggestionDraft(one, "display", "换大价签"))
        for one in ("C1", "C2")
    ]
    for key in keys:
        suggestions.submit_suggestion(team.r1, key)
    return lambda team: suggestions.confirm_suggestions(team.m1, keys)


def _reporters_are_read(team: Team) -> Act:
    sold(team)
    team.day += timedelta(days=7)
    key = reported(team, [cases.ReporterDraft("staff", "m1")])
    return lambda team: cases.read_reporters(team.m2, key)


def _clauses_are_edited(_team: Team) -> Act:
    return lambda team: clauses.edit_clauses(team.m1, "protected_prices", 1, "第一条")


def _picture(folder: str) -> Path:
    file = Path(folder) / "P1.png"
    Image.new("RGB", (300, 200), "beige").save(file)
    return file


def _a_map_is_laid(team: Team) -> Act:
    for at, code in enumerate(("G1", "G2")):
        lat, lon = Decimal("31.46") - Decimal("0.01") * at, Decimal("104.75") + Decimal("0.01") * at
        add_client(team.r1, ClientDraft(code, f"小店{code}", "学校店", lat=lat, lon=lon))
    pins = (grounds.PinDraft("G1", 10, 10), grounds.PinDraft("G2", 200, 150))

    def lay(team: Team) -> None:
        with TemporaryDirectory() as folder:
            grounds.set_ground(team.c1, _picture(folder), pins)

    return lay


def _pictures_come(_team: Team) -> Act:
    def give(team: Team) -> None:
        with TemporaryDirectory() as folder:
            product_pictures.set_pictures(team.c1, [_picture(folder)])

    return give


def _the_office_is_named_anew(_team: Team) -> Act:
    return lambda team: settings.edit_office(team.ad, 1, ProfileDraft("新名办事处", "D市"))


def _rules_change(_team: Team) -> Act:
    numbers = {"neighbour_m": 500, "stale_days": 20}
    return lambda team: settings.change_rules(team.ad, 1, numbers)


def _notes_are_printed(team: Team) -> Act:
    deliveries_made = [sold(team)[1], _delivered(team)]
    which = [WhichPaper(key=key) for key in deliveries_made]
    return lambda team: issue_several(team.d1, "delivery_note", which)


def _delivered(team: Team) -> int:
    order = add_order(team.r1, "C2", [OrderedLine("P1", "支", 2)])
    return deliveries.record_delivery(team.d1, order)


def _a_receipt_is_printed(team: Team) -> Act:
    payments.record_collection(team.k1, "C1", 12_300)
    return lambda team: issue(team.k1, "receipt", "SK-2026-00001")


def _a_plan_is_kept(team: Team) -> Act:
    put_near(team)
    with team.office.reading() as session:
        found = planned(session, "lines", team.day)
    return lambda team: keep_plan(team.m1, found)


def _all_lines_are_amended(team: Team) -> Act:
    _a_plan_is_kept(team)(team)
    return lambda team: lines.amend_all_lines(team.c1)


def _rules_begin(_team: Team) -> Act:
    return lambda team: assortment.take_shipped(team.m1)


def _words_begin(_team: Team) -> Act:
    return lambda team: word_lists.take_starter(team.m1)


def _words_are_edited(team: Team) -> Act:
    word_lists.take_starter(team.m1)
    lists = dict.fromkeys(WORD_LISTS, "甲\n乙")
    return lambda team: word_lists.edit_word_lists(team.m1, 2, lists)


def _a_password_is_given(_team: Team) -> Act:
    return lambda team: staff.set_password(team.ad, "r1", _PASSWORD)


def _shops_get_another_rep(team: Team) -> Act:
    staff.add_staff(team.ad, "r2", "员工r2", ["rep"])
    return lambda team: client_sets.give_rep(team.m1, [1, 2], "r2")


# --- a delivery day ---------------------------------------------------------------------------


def _with_stock(team: Team) -> list[int]:
    runs.add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    day = team.day + timedelta(days=90)
    start_stock(team.d1, [CountedLot("P1", "A1", day, 40), CountedLot("P1", "A2", day, 40)])
    wanted = [OrderedLine("P1", "支", 10)]
    return [add_order(team.r1, one, wanted) for one in ("C1", "C2", "C1")]


def _a_day_is_arranged(team: Team) -> Act:
    orders, day = _with_stock(team), team.day
    key = runs.plan_run(team.d1, RunDraft("V1", day, orders[:1]))
    wanted = [
        ArrangedRun(key, "V1", "08:00", "一", False, tuple(orders[1:])),
        ArrangedRun(None, "V1", "14:00", "二", False, tuple(orders[:1])),
    ]
    return lambda team: arrange_day(team.d1, day, {key: 1}, wanted)


def _planned(team: Team) -> int:
    return runs.plan_run(team.d1, RunDraft("V1", team.day, _with_stock(team), "08:00"))


def _load(team: Team, key: int) -> None:
    load_as_picked(team.d1, key, {1: 25}, {(2, 1): 5})


def _a_run_is_loaded_as_picked(team: Team) -> Act:
    key = _planned(team)
    return lambda team: _load(team, key)


def _results_come_in_a_grid(team: Team) -> Act:
    key = _planned(team)
    _load(team, key)
    results = all_but_the_last(team.office, key)
    return lambda team: record_results(team.d1, key, results)


def _a_run_is_closed(team: Team) -> Act:
    key = _planned(team)
    _load(team, key)
    record_results(team.d1, key, all_but_the_last(team.office, key))
    return lambda team: closing.close_run(team.d1, key, [Back("P1", "A1", 1)], 100, "少了")


def _goods_are_exchanged(team: Team) -> Act:
    staff.edit_staff(team.ad, "d1", 1, "员工d1", ["dispatcher", "clerk"])
    _order, key = sold(team)
    return lambda team: give_back(team.d1, key, [GivenBack(1, 2)], anew=True)


# --- money ------------------------------------------------------------------------------------


def _a_quarter_is_posted(team: Team) -> Act:
    sold(team)
    team.day = date(2026, 4, 2)
    key = settlements.prepare_settlement(team.c1, Quarter(2026, 1))
    settlements.submit_settlement(team.c1, key)
    settlements.approve_settlement(team.m1, key)
    return lambda team: settlements.post_settlement(team.a1, key)


def _money_is_taken(team: Team) -> Act:
    sold(team)
    return lambda team: payments.record_collection(team.k1, "C1", 12_300)


# A paper has no form: whoever asks for it once more prints it once more.
PRINTED = frozenset({"paper.issue", "paper.issue of several"})
PIECES: Mapping[str, Piece] = {
    "import of clients": _clients_come,
    "import of products": _products_come,
    "import.take_back": _clients_go_again,
    "letter.send": _letters_go_out,
    "attach": _a_scan_is_attached,
    "agreement.sign with its scan": _signed_with_its_scan,
    "suggestion.confirm of several": _several_are_confirmed,
    "case.read_reporters": _reporters_are_read,
    "clauses.edit": _clauses_are_edited,
    "map.ground": _a_map_is_laid,
    "product.picture of several": _pictures_come,
    "office.edit": _the_office_is_named_anew,
    "rules.change": _rules_change,
    "paper.issue of several": _notes_are_printed,
    "paper.issue": _a_receipt_is_printed,
    "plan.keep": _a_plan_is_kept,
    "agreement.amend of all": _all_lines_are_amended,
    "rule.start": _rules_begin,
    "words.start": _words_begin,
    "words.edit": _words_are_edited,
    "staff.password": _a_password_is_given,
    "client.edit of several": _shops_get_another_rep,
    "run.arrange": _a_day_is_arranged,
    "run.load as picked": _a_run_is_loaded_as_picked,
    "delivery.record in a grid": _results_come_in_a_grid,
    "run.close with goods back": _a_run_is_closed,
    "return.record and order.add": _goods_are_exchanged,
    "settlement.post": _a_quarter_is_posted,
    "collection.record": _money_is_taken,
}
