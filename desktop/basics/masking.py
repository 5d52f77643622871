"""Numbers that only some need to see: enough is left to tell one from another (E6)."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

_NUMBER = re.compile(r"\+?[\d][\d \-]{5,}[\dXx]", re.ASCII)
_SHORT, _FRONT, _BACK = 9, 3, 4


def masked(text: str) -> str:
    """Phone and ID numbers with their middle hidden: 13800001111 is ``138****1111``."""
    return _NUMBER.sub(_mask, text)


def mask_phones(paper: Any) -> Any:
    """A paper's data with every person's ``phone`` masked; the office's own stays."""
    if isinstance(paper, tuple):
        return tuple(mask_phones(one) for one in paper)
    if not is_dataclass(paper) or isinstance(paper, type):
        return paper
    changed = {}
    for field in fields(paper):
        if field.name == "letterhead":
            continue
        value = getattr(paper, field.name)
        shown = masked(value) if field.name == "phone" else mask_phones(value)
        if shown is not value:
            changed[field.name] = shown
    return replace(paper, **changed) if changed else paper


def _mask(found: re.Match[str]) -> str:
    signs = re.sub(r"[ \-+]", "", found.group())
    front = 0 if len(signs) < _SHORT else _FRONT
    return f"{signs[:front]}****{signs[-_BACK:]}"
