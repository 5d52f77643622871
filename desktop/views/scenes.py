"""Everything that a person can come to see: each page, its tabs, forms, steps and papers.

A walk brings the window there by its own buttons and decides nothing: forms are opened and left,
questions are asked and not answered. All that it writes are the papers that are issued.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication, QPushButton, QTabBar

from desktop.queries.listing import Wanted
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.page import Page
from desktop.views.window import Desktop

# How many items of each filter are tried to find one whose step is allowed.
_TRIED = 6

Settle = Callable[[], None]
Act = Callable[[Callable[[], object]], object]


def _at_once(do: Callable[[], object]) -> object:
    return do()


def walk(
    desktop: Desktop, settle: Settle, pages: Sequence[str], seen: set[str], act: Act = _at_once
) -> Iterator[str]:
    """Bring the window to every sight of these pages; gives each one's name as it stands there.

    What is named in ``seen`` is left out (pages and their new forms never are), and what was
    shown is added: another person's steps look the same. ``act`` does what a hand would: whoever
    measures it does it.
    """
    for name in pages:
        act(partial(desktop.open, Link(name)))
        settle()
        yield name
        page = desktop.page(name)
        if not isinstance(page, ListPage):
            yield from _tabs(page, settle, seen, act)
            continue
        for words, show in _sights(desktop, page, settle, act):
            sight = f"{name}-{words}"
            if words != "new" and sight in seen:
                continue
            show()
            settle()
            seen.add(sight)
            yield sight
            _leave(desktop, settle)
            desktop.open(Link(name))
            settle()


def _tabs(page: Page, settle: Settle, seen: set[str], act: Act) -> Iterator[str]:
    """The tabs of a page that is no list, after the first."""
    for bar in page.findChildren(QTabBar):
        for place in range(1, bar.count()):
            sight = f"{page.name}-tab{place}"
            if sight not in seen:
                act(partial(bar.setCurrentIndex, place))
                settle()
                seen.add(sight)
                yield sight
        bar.setCurrentIndex(0)
        settle()


def _sights(
    desktop: Desktop, page: ListPage[Any], settle: Settle, act: Act
) -> Iterator[tuple[str, Callable[[], object]]]:
    """What can be shown on a page: (name, how)."""
    if page.new_button.isVisible():
        yield "new", partial(act, page.start_new)
    for number, tool in enumerate(page.tool_buttons, 1):
        yield f"tool{number}", partial(act, tool.click)
    for bar in page.detail.findChildren(QTabBar):
        for place in range(1, bar.count()):
            yield f"tab{place}", partial(act, partial(bar.setCurrentIndex, place))
    for number, button in enumerate(_head_buttons(page.detail), 1):
        yield f"open{number}", partial(act, button.click)
    for action, key in _allowed(desktop, page):
        name = action.name.replace(".", "-")

        def start(action: Action = action, key: int = key) -> None:
            act(partial(desktop.open, Link(page.name, key)))
            settle()
            act(partial(page.detail.bar.start, action.name))

        yield name, start


def _head_buttons(detail: Detail[Any]) -> list[QPushButton]:
    """The buttons of an open item that are no step and lead to no other item."""
    return [
        one
        for one in detail.findChildren(QPushButton)
        if one.isVisible()
        and one.isEnabled()
        and not one.property("leads")
        and not one.property("kind")
        and not detail.bar.isAncestorOf(one)
    ]


def _allowed(desktop: Desktop, page: ListPage[Any]) -> list[tuple[Action, int]]:
    """Each step that asks or opens something, with an item for which it is allowed now."""
    detail, listing = page.detail, page.listing()
    steps = {one.name: one for one in detail.steps() if one.ask or one.begin or one.sure}
    found: dict[str, int] = {}
    with desktop.desk.office.reading() as session:
        keys: dict[int, None] = {}
        for name in ["", *(one.name for one in page.filters)]:
            for key in listing.ids(session, Wanted(filter=name))[:_TRIED]:
                keys[key] = None
        for key in keys:
            for move in detail.ask_moves(detail.load(session, key), key):
                if move.allowed and move.action in steps:
                    found.setdefault(move.action, key)
            if len(found) == len(steps):
                break
    return [(steps[name], key) for name, key in found.items()]


def _leave(desktop: Desktop, settle: Settle) -> None:
    """Leave what is open; nothing of it is kept."""
    while menu := QApplication.activePopupWidget():
        menu.close()
    desktop.leave_paper()
    page: Page = desktop.page(desktop.here.page)
    if isinstance(page, ListPage):
        page.panel.throw_away()
        page.detail.bar.leave()
        for bar in page.detail.findChildren(QTabBar):
            bar.setCurrentIndex(0)
    settle()
