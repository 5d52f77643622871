"""Words of an item: a text that is read, and a word that something is amiss."""

from collections.abc import Callable

from desktop.views.kit.blocks.block import Block, Item, Words
from desktop.views.kit.parts import Strip, label


class Text(Block[Item]):
    """A text of a kind and a tone, as a label has them."""

    def __init__(
        self,
        text: Callable[[Item], str],
        kind: str = "",
        tone: str = "",
        *,
        title: Words[Item] = "",
    ) -> None:
        self._label = label(kind=kind, tone=tone, wrap=True)
        super().__init__(self._label, title)
        self._text = text

    def fill(self, item: Item) -> bool:
        self._label.setText(self._text(item))
        return bool(self._label.text())


class Word(Block[Item]):
    """A word at the top of what is amiss with an item, as long as something is."""

    stays = True

    def __init__(self, word: Callable[[Item], str], tone: str = "careful") -> None:
        self._strip = Strip()
        super().__init__(self._strip)
        self._word = word
        self._tone = tone

    @property
    def words(self) -> str:
        """What it says now."""
        return self._strip.words

    def fill(self, item: Item) -> bool:
        words = self._word(item)
        if words:
            self._strip.say(words, self._tone)
        else:
            self._strip.clear()
        return bool(words)
