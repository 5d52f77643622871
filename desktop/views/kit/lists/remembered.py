"""How a list was left: its parts, its columns, its filter and its order."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QSplitter

from desktop.queries.listing import Wanted
from desktop.views.kit.tables.several_view import SeveralView


def remembered(splitter: QSplitter, view: SeveralView[Any], wanted: Wanted) -> dict[str, Any]:
    """What the memory keeps of a list."""
    return {
        "splitter": bytes(splitter.saveState().toBase64().data()).decode(),
        "dragged": dict(view.widths.by_hand),
        "columns": view.columns.kept,
        "filter": wanted.filter,
        "sort": [wanted.sort, wanted.descending],
    }


def recalled(
    kept: dict[str, Any],
    splitter: QSplitter,
    view: SeveralView[Any],
    wanted: Wanted,
    filters: Collection[str],
) -> Wanted:
    """How a list is wanted that stands as it was left, but for what it knows no more."""
    if kept.get("splitter"):
        splitter.restoreState(QByteArray.fromBase64(kept["splitter"].encode()))
    view.columns.kept = kept.get("columns", {})
    view.widths.by_hand = kept.get("dragged", {})
    if kept.get("filter") in filters:
        wanted = wanted.changed(filter=kept["filter"])
    sort = kept.get("sort")
    if sort and sort[0] in {column.name for column in view.table.columns}:
        wanted = wanted.changed(sort=sort[0], descending=sort[1])
    view.show_order(wanted.sort, down=wanted.descending)
    return wanted
