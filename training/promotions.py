"""Promotions of the story: lower retail prices for a time (V1b): over, ended early, on, to come."""

from dataclasses import replace
from datetime import date
from functools import partial

from desktop.basics.money import yuan
from training.branch import MANAGER, SECOND_MANAGER, Branch, Promoted
from training.contracts import protected_fen

# Who allows it and when, first and last day, products; for whom (by class, none for all).
_ALLOWED = (
    ("PR1", MANAGER, date(2026, 4, 24), date(2026, 4, 29), date(2026, 5, 10),
     ("MY24", "MY25", "MY26", "JM03"), ""),
    ("PR2", SECOND_MANAGER, date(2026, 6, 8), date(2026, 6, 12), date(2026, 6, 24),
     ("LH36", "LH39"), ""),
    ("PR3", MANAGER, date(2026, 6, 22), date(2026, 6, 25), date(2026, 7, 31),
     ("MY24", "MY28", "JM06"), "AB"),
    ("PR4", SECOND_MANAGER, date(2026, 7, 3), date(2026, 8, 20), date(2026, 9, 10),
     ("JM03", "JM06", "KQ31"), ""),
)  # fmt: skip
_ENDED = ("PR2", SECOND_MANAGER, date(2026, 6, 20))  # what there was is sold


def allow_promotions(branch: Branch) -> None:
    """Let managers allow them, each on its day."""
    for ref, by, day, first, last, products, classes in _ALLOWED:
        allow = partial(_allow, branch, ref, by, (first, last), products, classes)
        branch.diary.at(day, 620, allow)
    ref, by, day = _ENDED
    branch.diary.at(day, 1040, partial(_end, branch, ref, by))


def _allow(
    branch: Branch,
    ref: str,
    by: str,
    time: tuple[date, date],
    products: tuple[str, ...],
    classes: str,
) -> None:
    """Some five per cent under the protected price."""
    first, last = time
    retail_fen = {code: branch.product(code).retail_fen for code in products}
    prices_fen = {
        code: protected_fen(fen) * 95 // 100 // 10 * 10 for code, fen in retail_fen.items()
    }
    clients = tuple(
        one.code
        for one in branch.active()
        if classes and one.client_class in classes and one.agreement_on(branch.diary.day)
    )
    branch.promoted[ref] = Promoted(first, last, prices_fen, clients)
    fields: dict[str, object] = {"clients": list(clients)} if clients else {}
    branch.diary.note(
        by,
        "promotion.add",
        ref=ref,
        prices={code: yuan(fen) for code, fen in prices_fen.items()},
        **{"from": first.isoformat(), "to": last.isoformat()},
        **fields,
    )


def _end(branch: Branch, ref: str, by: str) -> None:
    branch.promoted[ref] = replace(branch.promoted[ref], last=branch.diary.day)
    branch.diary.note(by, "promotion.end", ref=ref)
