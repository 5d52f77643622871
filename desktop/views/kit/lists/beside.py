"""What stands beside a list: the open item, a form, or a word that nothing is open."""

from desktop.views.kit.parts import EmptyState
from desktop.views.kit.shown_stack import ShownStack


class Beside(ShownStack):
    """The stack in the card beside a list; the card isn't there while it would be blank.

    An office that has nothing yet reads one thing: what belongs in the list, and how it begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self.nothing = EmptyState("")  # until the list is read
        self._is_blank = False
        self.addWidget(self.nothing)
        self.currentChanged.connect(lambda _place: self._stand())

    def say_nothing_open(self, words: str, *, blank: bool) -> None:
        """Say that nothing is open; ``blank`` where there is nothing that could be."""
        self.nothing.say(words)
        self._is_blank = blank
        self._stand()

    def _stand(self) -> None:
        card = self.parentWidget()
        if card is not None:
            card.setVisible(not self._is_blank or self.currentWidget() is not self.nothing)
