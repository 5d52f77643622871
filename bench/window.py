"""The window's first paint against a bare Qt window; a big office's lists against raw SQL."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.crowd import TODAY, big_office
from bench.making import Size
from bench.measure import Each, Result, compare, each
from desktop.queries.clients import client_ids, client_rows
from desktop.queries.listing import Wanted
from desktop.queries.today import desk_day
from desktop.services.office import Office

_IDS = "SELECT id FROM client WHERE state <> 'closed'"
_TYPED = "haoyoulai"
_TWO_YEARS = Size(3_000, 600, 540, 12_000, 6_000, 80_000, 20_000)
# What people look for: names, pinyin, initials, phones, addresses, codes, two words.
_WORDS = ("好又来", _TYPED, "hyl", "13812", "解放街22", "k0500", "张 138", "zhangwei", "超市")


def results(folder: Path) -> Iterator[Result | Each]:
    """Starting, and the long list: as it is asked for, then as it is worked in the window."""
    yield compare(
        "process start to the first paint",
        lambda: _start("ours", str(folder)),
        "a bare Qt window",
        lambda: _start("bare"),
        rounds=7,
    )
    size = Size(audit=20_000)
    office = big_office(folder / "crowd.db", size)
    clients = f"{size.clients:,} clients"
    yield from _asked(office, clients)
    yield from _worked(office, folder, clients)
    yield from _todays(office, clients)
    two_years = big_office(folder / "two years.db", _TWO_YEARS)
    yield from _todays(two_years, f"{_TWO_YEARS.clients:,} clients")
    yield from map_frames()


def map_frames() -> Iterator[Result]:
    """A frame of the map with 20,000 shops in sight (P8), against as many bare points."""
    from bench.map_frames import MapFrames

    frames, pictured = MapFrames(), MapFrames(on_picture=True)
    for name, do in (
        ("scaled anew", frames.scaled),
        ("moved", frames.moved),
        ("scaled anew on a picture", pictured.scaled),
    ):
        yield compare(
            f"map of 20,000 shops, {name}", do, "a bare widget painting as many points", frames.bare
        )


def _asked(office: Office, clients: str) -> Iterator[Result | Each]:
    """What a list page asks: all keys in order, and the first rows."""

    def page(wanted: Wanted) -> None:
        with office.reading() as session:
            ids = client_ids(session, wanted, None, TODAY)
            client_rows(session, ids[:100], TODAY)

    def answer(typed: str) -> None:
        with office.reading() as session:
            client_ids(session, Wanted(typed, first=50), None, TODAY)

    keys = [word[: place + 1] for word in _WORDS for place in range(len(word))] * 5
    yield each(f"{clients}: each key answered", (partial(answer, key) for key in keys))
    for name, wanted, order in (
        ("open", Wanted(), "ORDER BY code"),
        ("search", Wanted("hyl"), "AND search_text LIKE '%hyl%'"),
        ("sort by name", Wanted(sort="name"), "ORDER BY name"),
    ):
        yield compare(
            f"{clients}: ask for {name}",
            lambda wanted=wanted: page(wanted),  # type: ignore[misc]
            "the bare SELECT of the ids",
            _raw(office, f"{_IDS} {order}"),
        )


def _worked(office: Office, folder: Path, clients: str) -> Iterator[Result | Each]:
    """The same by keys, until it is painted."""
    from bench.hands import Hands

    hands = Hands(office, folder)
    keystrokes = [f"{_IDS} AND search_text LIKE '%{_TYPED[: n + 1]}%'" for n in range(len(_TYPED))]
    keystrokes.append(f"{_IDS} ORDER BY code")

    def timed(
        name: str,
        do: Callable[[], None],
        *bare: str,
        ready: Callable[[], None] | None = None,
    ) -> Result:
        named, raw = f"{clients}: {name}", _raw(office, *bare)
        return compare(named, do, "the bare SELECTs of the ids", raw, ready=ready)

    typed = partial(hands.search, _TYPED)
    last = f"{_IDS} ORDER BY code DESC LIMIT 100"
    yield timed("open the page", hands.open, f"{_IDS} ORDER BY code")
    yield timed(f"type {_TYPED} and clear it, each key shown", typed, *keystrokes)
    yield timed("sort by name", partial(hands.sort, "name"), f"{_IDS} ORDER BY name")
    yield timed("jump to the end", hands.jump_to_end, last, ready=hands.stand_at_top)
    yield timed("choose all of them", hands.choose_all, f"{_IDS} ORDER BY code")
    yield timed("down to the next, opened", hands.down, "SELECT * FROM client WHERE id = 500")
    yield each(f"{clients}: each key painted", hands.keys(_WORDS))
    yield compare(
        "Today of a manager",
        hands.today,
        "the bare sum of the fund",
        _raw(office, "SELECT sum(amount_fen) FROM posting WHERE account = 'fund'"),
    )
    hands.rest()


def _todays(office: Office, clients: str) -> Iterator[Each]:
    """What Today asks for each role, in an office of two years."""

    def ask(role: str) -> None:
        with office.reading() as session:
            desk_day(session, TODAY, 7, (role,))

    for role in ("rep", "manager", "clerk", "dispatcher", "cashier", "accountant"):
        ask(role)
        yield each(f"Today of a {role}, {clients}", [partial(ask, role)] * 9)


def _raw(office: Office, *statements: str) -> Callable[[], None]:
    def work() -> None:
        with office.engine.connect() as connection:
            for sql in statements:
                connection.exec_driver_sql(sql).fetchall()

    return work


def _start(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "bench.first_paint", *arguments], check=True)
