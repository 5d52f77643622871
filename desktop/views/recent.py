"""What somebody opened last, for the search box; kept for each person on this computer."""

from desktop.views.kit.memory import Memory

_NAME = "recent"
_MOST = 10


def note_opened(memory: Memory, page: str, key: int) -> None:
    """Put an item before the others that were opened."""
    before = [one for one in opened_last(memory) if one != (page, key)]
    memory.put(_NAME, [list(one) for one in [(page, key), *before][:_MOST]])


def opened_last(memory: Memory) -> list[tuple[str, int]]:
    """Page and key of what was opened, the last first."""
    return [
        (str(one[0]), int(one[1]))
        for one in memory.get(_NAME, [])
        if isinstance(one, list) and len(one) == 2 and isinstance(one[1], int)
    ]
