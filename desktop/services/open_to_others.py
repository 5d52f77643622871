"""Who else of this computer may read a folder: what lies in it is not encrypted (E6)."""

import ctypes
import re
import stat
import sys
from pathlib import Path
from typing import Any

from desktop.basics.i18n import N_, _

# Groups of Windows that hold more than one person, as a security descriptor writes them.
_GROUPS = {
    "WD": N_("everybody"),
    "BU": N_("all users of this PC"),
    "AU": N_("everybody who is signed in"),
    "BG": N_("guests"),
}
_ENTRY = re.compile(r"\((?P<kind>[A-Z]+);(?P<how>[A-Z]*);[^;]*;[^;]*;[^;]*;(?P<whom>[^;)]+)[^)]*\)")
_ALLOWS, _BELOW_ONLY = "A", "IO"
_FILE, _DACL, _REVISION = 1, 4, 1  # SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, SDDL_REVISION_1


def who_else_reads(place: Path) -> list[str]:
    """Which groups besides its owner may read a folder, in words; none known is an empty list."""
    if sys.platform == "win32":
        return groups_in(_descriptor(place))
    mode = place.stat().st_mode
    found = [_("its group")] if mode & stat.S_IRGRP else []
    return found + ([_("everybody")] if mode & stat.S_IROTH else [])


def groups_in(descriptor: str) -> list[str]:
    """The groups that a security descriptor lets in, as Windows writes it (SDDL)."""
    lets_in = {
        one["whom"]
        for one in _ENTRY.finditer(descriptor)
        if one["kind"] == _ALLOWS and _BELOW_ONLY not in re.findall("..", one["how"])
    }
    return [_(words) for group, words in _GROUPS.items() if group in lets_in]


def _descriptor(place: Path) -> str:
    """What Windows says of a folder's rights; empty where it says nothing (FAT, some shares)."""
    windows: Any = ctypes.windll  # type: ignore[attr-defined]
    api, found, text = windows.advapi32, ctypes.c_void_p(), ctypes.c_wchar_p()
    nobody = (None, None, None, None)
    if api.GetNamedSecurityInfoW(str(place), _FILE, _DACL, *nobody, ctypes.byref(found)):
        return ""
    convert = api.ConvertSecurityDescriptorToStringSecurityDescriptorW
    said = convert(found, _REVISION, _DACL, ctypes.byref(text), None)
    words = (text.value or "") if said else ""
    for one in (text, found):
        windows.kernel32.LocalFree(one)
    return words
