"""Who is meant by a name: compared without the blanks and widths in which people differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from sqlalchemy import select

from desktop.basics.codes import same_code
from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.models import Client, Staff
from desktop.services.change import Change
from desktop.spreadsheets import fields
from desktop.spreadsheets.phones import phones

Thing = TypeVar("Thing")
_MOST_NAMED = 4


def same_name(name: str) -> str:
    """A name as it is compared: half width, blanks as one, letters small."""
    return " ".join(narrow(name).split()).casefold()


def says_the_same(before: object, now: object) -> bool:
    """Does a file only say again what stands here, though it is written in another way?"""
    if before == now:
        return True
    if not isinstance(before, str) or not isinstance(now, str):
        return False
    if fields.text(before) == now:
        return True
    numbers = phones(before)
    return bool(numbers) and " / ".join(numbers) == now


class ByName(Generic[Thing]):
    """Things by their names, of which several may be alike."""

    def __init__(self, pairs: Iterable[tuple[str, Thing]]) -> None:
        self._by_name: defaultdict[str, list[Thing]] = defaultdict(list)
        self._waiting = list(pairs)  # until a name is asked for: most lists go by codes alone

    def add(self, name: str, thing: Thing) -> None:
        """One more of this name."""
        self._waiting.append((name, thing))

    def called(self, name: str) -> Sequence[Thing]:
        """All of this name."""
        for one, thing in self._waiting:
            self._by_name[same_name(one)].append(thing)
        self._waiting.clear()
        return self._by_name.get(same_name(name), ())


def codes_of(things: Iterable[str]) -> str:
    """The codes of those that share a name, in words."""
    codes = sorted(things)
    more = " …" if len(codes) > _MOST_NAMED else ""
    return _(", ").join(codes[:_MOST_NAMED]) + more


class ByCode(Generic[Thing]):
    """Things by their codes; one that differs in letter case or width alone is named."""

    def __init__(self, pairs: Iterable[tuple[str, Thing]]) -> None:
        self._by_code: dict[str, Thing] = {}
        self._alike: dict[str, str] = {}
        for code, thing in pairs:
            self.add(code, thing)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def add(self, code: str, thing: Thing) -> None:
        """One more."""
        self._by_code[code] = thing
        self._alike.setdefault(same_code(code), code)

    def get(self, code: str) -> Thing | None:
        """The one of exactly this code."""
        return self._by_code.get(code)

    def why_not(self, code: str) -> str:
        """Why a row can't have this code: somebody has it in another letter case; else ""."""
        there = self._alike.get(same_code(code)) if code and code not in self else None
        if there is None:
            return ""
        words = _(
            "the code {there} differs from this one in letter case or width alone: write it so"
        )
        return words.format(there=there)


class Reps:
    """Who may look after clients, found by code or name; never guessed."""

    def __init__(self, session: Change) -> None:
        staff = list(session.scalars(select(Staff)))
        self.names = {one.id: one.name for one in staff}
        self._by_code = {one.code: one for one in staff}
        self._by_name = ByName((one.name, one) for one in staff)

    def meant(self, word: str) -> list[Staff]:
        """Everybody whom a cell may mean."""
        by_code = self._by_code.get(word)
        return [by_code] if by_code is not None else list(self._by_name.called(word))

    def choose(self, word: str, client: Client | None) -> tuple[int | None, str]:
        """The rep whom a cell means, or why it can't be told; who looks after the client stays."""
        meant = self.meant(word)
        if not meant:
            return None, _("nobody of this name or code works here")
        if client is not None and any(one.id == client.rep_id for one in meant):
            return client.rep_id, ""
        able = [one for one in meant if one.active and _is_rep(one)]
        if len(able) == 1:
            return able[0].id, ""
        if able:
            codes = codes_of(one.code for one in able)
            return None, _("several have this name: {codes}; write the code").format(codes=codes)
        if not any(one.active for one in meant):
            return None, _("{who} has left the office").format(who=meant[0].title)
        return None, _("{who} is no rep").format(who=meant[0].title)


def _is_rep(staff: Staff) -> bool:
    return any(one.role == "rep" for one in staff.roles)
