"""A round of patrols in one grid: prices, signs and racks, displays, photos (G4, B2)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import N_, _
from desktop.queries.patrols import RoundShop, StandingAsset, WatchedPrice, round_shops
from desktop.queries.search import find_clients
from desktop.queries.words import DISPLAYS, SIGHTINGS
from desktop.views.kit.choose_file import choose_files
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.forms.grid.rows import GridRow
from desktop.views.kit.forms.look_up_editor import LookUpEditor
from desktop.views.kit.parts import button, label, line
from desktop.views.kit.words import money, short_day
from desktop.views.kit.words_to_values import typed_fen, typed_text
from desktop.views.visits.forms import patrol_shop

if TYPE_CHECKING:
    from desktop.services.office import Office

_MISSING = ("damaged", "gone")
_COLUMNS = (
    Field("place", N_("#"), width=46, right=True),
    Field("name", N_("Client, product or tag"), wide=True),
    Field("protected", N_("Protected"), width=84, right=True),
    Field("last", N_("Seen last"), width=120, right=True),
    Field("price", N_("Price seen"), "money", width=88),
    Field("under", N_("Under it by"), width=84, right=True),
    Field("found", N_("As found"), "choice", width=110),
    Field("note", N_("Note"), width=200),
    Field("files", N_("Photos"), "files", width=76),
)
_OF_SHOP = frozenset({"found", "note", "files"})
_KEYS = N_(", ")


class PatrolRound(Form):
    """The shops of a round with what is looked at in each below it.

    Space says of a shop that all is in order and its prices are those of the last time; what is
    typed stays. A shop in which nothing stands was not patrolled.
    """

    def __init__(self, desk: Desk) -> None:
        self._codes: list[str] = []
        self._shops: dict[str, RoundShop] = {}
        self._prices: dict[str, WatchedPrice] = {}
        clients = Field("also", N_("Another shop"), "lookup", lookup=desk.look_up(find_clients))
        shops = Field("shops", N_("Shops of this round"), "grid", True, rows=_COLUMNS)
        super().__init__(desk, (clients, shops))
        editor, also = self.editor("shops"), self.editor("also")
        assert isinstance(editor, GridEditor)
        assert isinstance(also, LookUpEditor)
        self.grid, self._also = editor, also
        self.grid.row_by_row = True
        photos = button(_("Photos"), self._choose_photos, "", "Ctrl+U", _("Ctrl+V pastes them"))
        rest = button(_("All the rest in order"), self.take_the_rest, "", "Ctrl+Shift+A")
        words = _("Signs and racks: {signs}; display: {displays}").format(**_choice_words())
        told = label(words, tone="quiet")
        self._grid.addLayout(line(told, None, photos, rest), self._grid.rowCount(), 0, 1, -1)
        self._also.entered.connect(self._add_shop)
        self.grid.wrote.connect(self._follow)

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self._codes = list(values.get("clients", ()))
        self._ask()

    def begin(self) -> None:
        """In the grid; with no shop yet where one is named."""
        (self.grid if self._codes else self._also).setFocus()

    def take_the_rest(self) -> None:
        """Say that all of what nobody said otherwise is in order, in every shop."""
        self.grid.take_usual_for_the_rest()
        self.desk.say(_("The rest is in order: look it over, then save"))
        self.grid.setFocus()

    def _choose_photos(self) -> None:
        kinds = _("Pictures and scans (*.jpg *.jpeg *.png *.pdf)")
        self.grid.add_files(choose_files(self.desk, self, _("Photos"), kinds, "photos"))
        self.grid.setFocus()

    def _add_shop(self) -> None:
        """Put a shop into the round, or go to it when it stands there."""
        if code := self._also.taken:
            self._also.show_value("")
            if code not in self._codes:
                self._codes.append(code)
            self._ask(code)

    def _ask(self, then: str = "") -> None:
        """Read the shops of the round, with those of what was typed."""
        typed = _typed_products(self.grid.rows.typed)
        self._codes += [code for code in typed if code not in self._codes]
        codes, today = list(self._codes), self.desk.today
        self.desk.ask(
            self,
            lambda session: round_shops(session, codes, today, typed),
            lambda shops: self._show_shops(shops, then),
            slot="round",
        )

    def _show_shops(self, shops: Sequence[RoundShop], then: str) -> None:
        is_first = not self._shops
        self._shops = {one.code: one for one in shops}
        rows = [row for place, one in enumerate(shops, 1) for row in self._rows_of(place, one)]
        self.grid.show_value(rows)
        self.grid.open(self._shops)
        self._follow("")
        if is_first and not then and rows:
            self.grid.grid.pick(rows[0].key)
        elif then:
            self.grid.grid.pick(then)
            self.grid.setFocus()

    # --- its rows -----------------------------------------------------------------------

    def _rows_of(self, place: int, shop: RoundShop) -> Iterator[GridRow]:
        usual = {"found": "kept"} if shop.bound else {}
        shown = {"place": str(place), "name": shop.name}
        choices = {"found": DISPLAYS}
        yield GridRow(shop.code, shown, _OF_SHOP, usual, found=(shop.code,), choices=choices)
        for price in shop.prices:
            yield self._price_row(shop, price)
        for asset in shop.assets:
            yield self._asset_row(shop, asset)

    def _price_row(self, shop: RoundShop, one: WatchedPrice) -> GridRow:
        key = row_key(shop.code, "price", one.product)
        self._prices[key] = one
        was_under = _under_fen(one, one.last_fen) > 0
        shown = {"name": one.name, "protected": _money(one.protected_fen)}
        shown["last"] = _money(one.last_fen)
        usual = {}
        if one.last_fen is not None and not was_under:
            usual["price"] = typed_text("money", one.last_fen)
        tones = {"last": "wrong"} if was_under else {}
        return GridRow(key, shown, frozenset({"price"}), usual, under=shop.code, tones=tones)

    def _asset_row(self, shop: RoundShop, one: StandingAsset) -> GridRow:
        last = f"{_(SIGHTINGS[one.condition])} {short_day(one.seen_on, self.desk.today)}"
        tones = {"last": "wrong"} if one.condition in _MISSING else {}
        return GridRow(
            row_key(shop.code, "asset", one.tag),
            {"name": one.tag, "last": last},
            frozenset({"found"}),
            {"found": "there"},
            under=shop.code,
            tones=tones,
            choices={"found": SIGHTINGS},
        )

    # --- what follows from what is typed ------------------------------------------------

    def _follow(self, key: str) -> None:
        """Of one row, or of all of them ("")."""
        if not key and any(not self.grid.rows.knows(one) for one in self.grid.rows.typed):
            self._ask()  # a draft came back: its shops are asked for, too
        for one in [key] if key else list(self._prices):
            self._redden(one)
        self._say_how_far()

    def _redden(self, key: str) -> None:
        """A price under the protected one is red at once, with how far it lies under it."""
        if key in self._prices and self.grid.rows.knows(key):
            under_fen = self._typed_under_fen(key)
            tone = "wrong" if under_fen > 0 else ""
            shown = {"under": money(under_fen) if under_fen > 0 else ""}
            self.grid.show_in_row(key, shown, {"price": tone, "under": tone})

    def _typed_under_fen(self, key: str) -> int:
        typed = self.grid.rows.typed.get(key, {}).get("price")
        return _under_fen(self._prices[key], typed_fen(typed) if typed else None)

    def _say_how_far(self) -> None:
        typed = self.grid.rows.typed
        done = sum(self.grid.is_typed(code) for code in self._shops)
        red = sum(self._typed_under_fen(key) > 0 for key in self._prices if key in typed)
        missing = sum(cells.get("found") in _MISSING for cells in typed.values())
        words = _("{done} of {number} shops · {red} prices under · {missing} missing or damaged")
        self.grid.say(words.format(done=done, number=len(self._shops), red=red, missing=missing))


def row_key(code: str, kind: str, what: str) -> str:
    """The row of a product's ``price`` or of an ``asset`` in a shop."""
    return "\t".join((code, kind, what))


def _typed_products(typed: Mapping[str, object]) -> dict[str, list[str]]:
    """The shops that something was typed of, with the products of its prices."""
    found: dict[str, list[str]] = {}
    for key in typed:
        code, *rest = key.split("\t")
        products = found.setdefault(code, [])
        if rest and rest[0] == "price":
            products.append(rest[1])
    return found


def _choice_words() -> dict[str, str]:
    """What a figure chooses for signs and racks, and for displays."""
    kinds = {"signs": SIGHTINGS, "displays": DISPLAYS}
    return {
        name: _(_KEYS).join(f"{number} {_(one)}" for number, one in enumerate(words.values(), 1))
        for name, words in kinds.items()
    }


def _under_fen(price: WatchedPrice, seen_fen: int | None) -> int:
    """How far a price lies under the protected one; 0 where it doesn't."""
    if seen_fen is None or price.protected_fen is None:
        return 0
    return max(0, price.protected_fen - seen_fen)


def _money(amount_fen: int | None) -> str:
    return "" if amount_fen is None else money(amount_fen)


def save_round(office: "Office", given: Given) -> list[int]:
    """Record a patrol of each shop in which something was typed, all or none; their keys."""
    typed: Mapping[str, Mapping[str, Any]] = given["shops"]
    wanted = _typed_products(typed)
    if not wanted:
        raise Refused("invalid", _("Say of at least one shop what was seen there."), "shops")
    files = {code: _files(code, typed.get(code, {}).get("files") or ()) for code in wanted}
    with office.batch() as together:
        return [_save_one(together, code, typed, files[code]) for code in wanted]


def _files(code: str, paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    from desktop.services.attachments import read_files

    try:
        return read_files(paths)
    except Refused as refusal:
        raise _in_row(code, refusal) from refusal


def _save_one(
    office: "Office",
    code: str,
    typed: Mapping[str, Mapping[str, Any]],
    files: Sequence[tuple[str, bytes]],
) -> int:
    prices, assets = _seen(typed, code, "price"), _seen(typed, code, "asset")
    cells = typed.get(code, {})
    display, note = cells.get("found") or "", cells.get("note") or ""
    try:
        return patrol_shop(office, code, prices, assets, display, note, files)
    except Refused as refusal:
        raise _in_row(code, refusal) from refusal


def _in_row(code: str, refusal: Refused) -> Refused:
    return Refused(refusal.code, refusal.message, "shops", spot_of(code, refusal))


def _seen(typed: Mapping[str, Mapping[str, Any]], code: str, kind: str) -> dict[str, Any]:
    """What was typed of a shop's products or assets, by their codes or tags."""
    column, begin = {"price": "price", "asset": "found"}[kind], row_key(code, kind, "")
    return {
        key.removeprefix(begin): cells[column]
        for key, cells in typed.items()
        if key.startswith(begin) and cells.get(column) is not None
    }


def spot_of(code: str, refusal: Refused) -> Spot:
    """Where a refusal of a shop's patrol stands in the grid."""
    line_ = str(refusal.spot.line) if refusal.spot is not None else ""
    if refusal.field == "prices":
        return Spot(row_key(code, "price", line_) if line_ else code, "price")
    if refusal.field == "assets":
        return Spot(row_key(code, "asset", line_) if line_ else code, "found")
    return Spot(code, {"display": "found", "files": "files"}.get(refusal.field or "", "name"))
