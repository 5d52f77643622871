"""A rule's reason as the office reads and types it: what is filled in stands there in words."""

from collections.abc import Mapping

from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries.assortment import RuleRow

# What a reason may name, and what it is called where it is typed.
_FILLED_IN = {"group": N_("Group"), "share": N_("Share"), "segment": N_("Segment")}


def typed(reason: str) -> str:
    """A stored reason as a form shows it: ``{group}`` under the name that the office reads."""
    return _with_each(reason, {name: f"{{{_(words)}}}" for name, words in _FILLED_IN.items()})


def stored(reason: str) -> str:
    """What was typed, as it is stored."""
    for name, words in _FILLED_IN.items():
        reason = reason.replace(f"{{{_(words)}}}", f"{{{name}}}")
    return reason


def said(rule: RuleRow) -> str:
    """A reason as a shop for which the rule just holds would read it."""
    share = "" if rule.least_share is None else percent(rule.least_share)
    known = {
        "group": rule.group,
        "share": _("{share} or more").format(share=share),
        "segment": rule.segment or _("such shops"),
    }
    return _with_each(rule.reason, known)


def _with_each(reason: str, words: Mapping[str, str]) -> str:
    for name, one in words.items():
        reason = reason.replace(f"{{{name}}}", one)
    return reason
