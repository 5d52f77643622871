"""The trade's margins as they are set by category, and the categories without one (B4)."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.basics.drafts.margin import MarginDraft
from desktop.basics.order_key import order_key
from desktop.queries.facts.goods import category_margins
from desktop.queries.products import offered_categories


@dataclass(frozen=True)
class MarginsDetail:
    """The margins by the names of their categories; ``unset`` are categories without one."""

    version: int
    margins: Sequence[MarginDraft]
    unset: Sequence[str]


def margins_detail(session: Session) -> MarginsDetail:
    """Every margin that is set, and the categories of products that have none."""
    there = category_margins(session)
    names = sorted(there, key=order_key)
    return MarginsDetail(
        margins_version(there),
        [MarginDraft(name, there[name]) for name in names],
        [name for name, _words in offered_categories(session, "") if name not in there],
    )


def margins_version(margins: Mapping[str, Decimal]) -> int:
    """What tells whether the margins are still those that were read: a sum over all of them.

    Lines come and go, so that the records' own versions don't tell it.
    """
    said = "\n".join(f"{name}\t{margin.normalize()}" for name, margin in sorted(margins.items()))
    return zlib.crc32(said.encode())
