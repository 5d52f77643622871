"""What the search box leads to."""

from dataclasses import dataclass

from desktop.basics.calendar import Quarter


@dataclass(frozen=True)
class ShownPaper:
    """A paper that is previewed: its title, its kind, and which one it is (``WhichPaper``)."""

    title: str
    kind: str
    document: str
    quarter: Quarter | None = None


@dataclass(frozen=True)
class Found:
    """Something the search box leads to: an item, a form, a page or a paper.

    ``do`` begins an action on the page, for the ``client`` of this code; ``report`` names the
    report that is shown there. Without ``page`` and ``paper`` it only says why there is nothing.
    """

    words: str
    under: str
    page: str = ""
    key: int | None = None
    do: str = ""
    client: str = ""
    report: str = ""
    paper: ShownPaper | None = None

    @property
    def leads(self) -> bool:
        """Whether it leads anywhere."""
        return bool(self.page or self.paper)
