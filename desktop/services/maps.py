"""Maps on paper (P8)."""

from desktop.basics.ground import Ground
from desktop.basics.i18n import _
from desktop.basics.map_scene import Scene
from desktop.basics.places import Place
from desktop.services.office import Office


def map_paper(
    office: Office,
    scene: Scene,
    kept: str,
    corners: tuple[Place, Place],
    ground: Ground | None = None,
) -> bytes:
    """What is in sight of a map, between two corners, as a PDF; ``kept`` says which shops."""
    from desktop.printing import render
    from desktop.printing.map import map_sheet
    from desktop.queries.papers.heads import letterhead

    name = _("Map: {layer}").format(layer=scene.title)
    with office.reading() as session:
        head = letterhead(session)
    return render(map_sheet(head, office.today, name, kept, scene, corners, ground))
