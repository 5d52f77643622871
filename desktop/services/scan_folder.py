"""The folder into which a scanner writes: what is new in it is read, what was entered goes away."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.basics.layout import SCAN_KINDS
from desktop.basics.os_reason import os_reason
from desktop.basics.watch import Watch
from desktop.services.office import Office
from desktop.services.scans import ReadScans, read_scans, stamp_of

AT_A_LOOK = 8  # new files: whoever waits for a hundred begins with the first


@dataclass(frozen=True)
class LookedForScans:
    """What is new in the folder, or in words why it can't be looked into; whether more is ready."""

    read: ReadScans = field(default_factory=ReadScans)
    growing: Mapping[Path, str] = field(default_factory=dict)
    trouble: str = ""
    more: bool = False


def look_for_scans(
    office: Office,
    folder: Path,
    seen: Mapping[Path, str],
    growing: Mapping[Path, str],
    watch: Watch | None = None,
) -> LookedForScans:
    """Read what came into a folder, once it is written whole: it stands as at the look before.

    ``seen`` are the files that were read, by their stamp, ``growing`` those of the last look that
    weren't read yet. Raises Cancelled as ``read_scans`` does.
    """
    try:
        with os.scandir(folder) as found:  # tells files from folders without asking each
            paths = [Path(one.path) for one in found if one.is_file()]
    except OSError as error:
        return LookedForScans(trouble=os_reason(error))
    there = sorted(
        path
        for path in paths
        if path.suffix.lower() in SCAN_KINDS and not path.name.startswith((".", "~$"))
    )
    stamps = {path: stamp for path in there if (stamp := stamp_of(path))}
    new = {path: stamp for path, stamp in stamps.items() if stamp != seen.get(path)}
    whole = [path for path, stamp in new.items() if stamp == growing.get(path)]
    # What couldn't be opened is tried again at each look: it never makes more of them at once.
    fresh = [path for path in whole if path not in seen]
    more = len(fresh) > AT_A_LOOK
    some = fresh[:AT_A_LOOK] if more else whole
    return LookedForScans(read_scans(office, some, watch), new, more=more)
