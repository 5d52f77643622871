"""The map of an open item."""

from collections.abc import Callable

from desktop.basics.i18n import _
from desktop.basics.map_scene import Scene
from desktop.views.kit.blocks.block import Block, Item
from desktop.views.kit.blocks.map import MapView
from desktop.views.kit.blocks.map_layer import Layer
from desktop.views.kit.parts import EmptyState, column


class MapBlock(Block[Item]):
    """The map of an item; where there is none, ``none`` is said, or it isn't there.

    What stands on a picture, or shows very many shops, is a ``Layer`` made off the GUI thread.
    """

    fills = True

    def __init__(self, scene: Callable[[Item], Scene | Layer | None], none: str = "") -> None:
        self.map = MapView()
        self._none = EmptyState(_(none))
        self._says_none = bool(none)
        super().__init__(column(self.map, self._none))
        self._of = scene
        self.setFocusProxy(self.map)

    def fill(self, item: Item) -> bool:
        scene = self._of(item)
        self.map.setVisible(scene is not None)
        self._none.setVisible(scene is None)
        if scene is not None:
            self.map.show_layer(scene if isinstance(scene, Layer) else Layer(scene))
        return scene is not None or self._says_none
