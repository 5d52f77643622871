"""What the search box finds by its words alone: reports, settings, and what is one's own."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from desktop.basics.i18n import _

if TYPE_CHECKING:
    from desktop.queries.found import Found
    from desktop.views.kit.desk import Desk

OWN = "own"  # in place of a page: done at once


def named_places(desk: "Desk", places: Collection[str], own: Sequence[str]) -> "list[Found]":
    """The reports and settings that the person sees, and what is done by its words (``own``)."""
    return [*_reports(desk, places), *_settings(places), *_own(own)]


def _reports(desk: "Desk", places: Collection[str]) -> "Iterator[Found]":
    from desktop.queries.found import Found
    from desktop.queries.reports.registry import reports_for

    person = desk.office.person
    if "reports" in places and person is not None:
        for one in reports_for(person.roles):
            yield Found(_(one.words), _("report"), "reports", report=one.name)


def _settings(places: Collection[str]) -> "Iterator[Found]":
    from desktop.queries.found import Found

    if "settings" in places:
        from desktop.views.settings.page import section_words

        for key, words in section_words().items():
            yield Found(words, _("setting"), "settings", key)


def _own(words: Sequence[str]) -> "Iterator[Found]":
    from desktop.queries.found import Found

    for one in words:
        yield Found(one, _("window"), OWN, do=one)
