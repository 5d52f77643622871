"""What the day board says of figures: how a day stands, and what a change did to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from desktop.basics.i18n import _
from desktop.queries.day_rows import DayFigures, PlannedDay, ReckonedDay
from desktop.queries.day_words import WHY
from desktop.queries.facts.stock import ShortGoods
from desktop.views.kit.words import hours_words, joined, km_words, money

_SAID_GOODS = 3


def figures_words(now: DayFigures, before: DayFigures | None) -> str:
    """A day in a line; beside each figure what it was as it is kept, where that differs."""

    def said(words: str, was: str) -> str:
        if before is None or words == was:
            return words
        return _("{now} (was {was})").format(now=words, was=was)

    was = before or now
    broken = _("{number} runs break something").format(number=now.broken) if now.broken else ""
    return joined(
        said(_("{number} runs").format(number=now.runs), str(was.runs)),
        said(_("{number} drops").format(number=now.drops), str(was.drops)),
        said(km_words(now.metres), km_words(was.metres)),
        said(hours_words(now.seconds), hours_words(was.seconds)),
        said(f"¥ {money(now.cost_fen)}", f"¥ {money(was.cost_fen)}"),
        broken,
    )


def difference_words(before: DayFigures, now: DayFigures) -> str:
    """What a change did: km, time and cost more or less."""
    metres, fen = now.metres - before.metres, now.cost_fen - before.cost_fen
    minutes = round((now.seconds - before.seconds) / 60)
    return joined(
        _("{km} km").format(km=f"{Decimal(metres) / 1000:+.1f}"),
        _("{minutes} min").format(minutes=f"{minutes:+}"),
        f"¥ {'+' if fen >= 0 else '−'}{money(abs(fen))}",
    )


def planned_words(found: PlannedDay, day: ReckonedDay | None) -> str:
    """What planning made: its cost, whom drivers know, and what no run takes, with the reasons."""
    cost = _("Planned: ¥ {cost}").format(cost=money(day.figures.cost_fen)) if day else ""
    kept = ""
    if found.known:
        kept = _("{kept} of {known} clients keep their driver").format(
            kept=found.kept, known=found.known
        )
        if found.dearer_fen:
            kept = _("{kept}, for ¥ {cost}").format(kept=kept, cost=money(found.dearer_fen))
    counted = Counter(found.why.values())
    names = {one.code: one.client for one in day.waiting} if day else {}
    parts = []
    for why, number in counted.most_common():
        some = [names.get(code, code) for code, word in found.why.items() if word == why][:3]
        shops = _(", ").join(some)
        words = _("{number} on no run ({shops}): {why}")
        parts.append(words.format(number=number, shops=shops, why=_(WHY[why])))
    return joined(cost, kept, *parts)


def short_words(short: Sequence[ShortGoods]) -> str:
    """Which goods don't go round (D3a), the first few of them; "" for none.

    Of a day that wants less than there is, but with all other orders more, the fair share tells.
    """
    if not short:
        return ""
    words = _("{product}: {wanted} {unit} wanted here, fair share {share} of the {there} there are")
    said = [words.format(**asdict(one)) for one in short[:_SAID_GOODS]]
    more = len(short) - len(said)
    if more:
        said.append(_("{number} more").format(number=more))
    return _("Not enough for all: {goods}").format(goods=_("; ").join(said))


def elsewhere_words(changed: str) -> str:
    """That others saved the day meanwhile, and which runs, where that is known."""
    if not changed:
        return _("This day was changed elsewhere: what you arranged is laid over it. Look again.")
    return _(
        "Changed by others: {runs}. What you arranged is laid over it: look again before you save."
    ).format(runs=changed)
