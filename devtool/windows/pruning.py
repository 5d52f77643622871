"""Which files of the wheels stay out of an installer, and what must never be in one."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

MOST_INSTALLED = 230_000_000
MOST_PACKED = 70_000_000

# Of Qt only what the program's window loads, found by its imports and theirs.
_QT = ("Core", "Gui", "Widgets", "Network", "Svg", "Pdf", "PdfWidgets", "PrintSupport")
_QT_KEPT = (
    *(f"PySide6/Qt6{name}.dll" for name in _QT),
    *(f"PySide6/Qt{name}.pyd" for name in _QT),
    *("PySide6/*.py", "PySide6/support/*.py", "PySide6/pyside6.abi3.dll"),
    *("PySide6/msvcp140.dll", "PySide6/msvcp140_[12].dll", "PySide6/vcruntime140*.dll"),
    *("PySide6/plugins/platforms/qwindows.dll", "PySide6/plugins/platforms/qoffscreen.dll"),
    *("PySide6/plugins/iconengines/qsvgicon.dll", "PySide6/plugins/styles/*.dll"),
    *(f"PySide6/plugins/imageformats/q{kind}.dll" for kind in ("svg", "jpeg", "ico", "gif")),
    *("PySide6/plugins/printsupport/*.dll", "PySide6/translations/qtbase_zh_CN.qm"),
)
_QT_LEFT = ("PySide6/support/deprecated*",)
# Of the others, whatever only builds or tests need; reportlab's own fonts are not ours to pass on.
_LEFT = (
    *("*.pyi", "*.pyx", "*.pxd", "*.c", "*.h", "*.hpp", "*.cpp", "*.lib", "*.a", "*.pdb"),
    *("*.exe", "*.pyc", "*/__pycache__/*", "*.data/*", "bin/*", "share/*", "include/*", "lib/*"),
    *("*/tests/*", "*/test/*", "*/testing/*", "*/test_*.py", "*/conftest.py", "*_test.py"),
    *("reportlab/fonts/*", "reportlab/graphics/samples/*", "numpy/f2py/*", "numpy/*/include/*"),
    *("highspy/include/*", "highspy/lib/*", "highspy/bin/*", "pyvrp/plotting/*"),
    *("shiboken6/files.dir/*", "shiboken6_generator/*", "numpy/distutils/*"),
    *("numpy/_core/_*_tests.*", "numpy/_core/_simd.*", "*/_pyinstaller/*", "*/__pyinstaller/*"),
    # Nobody's: the parts of Microsoft's runtime that shiboken doesn't load, pictures of kinds that
    # the program takes from no one, fonts and colour profiles in pictures, words not yet compiled.
    *(f"shiboken6/{one}140*.dll" for one in ("vcamp", "vccorlib", "vcomp", "concrt")),
    *("shiboken6/msvcp140_*.dll", "PIL/_avif.*", "PIL/_imagingft.*", "PIL/_imagingcms.*"),
    *("*.po", "*.dist-info/RECORD", "platformdirs-*.dist-info/sboms/*", "olefile/doc/*"),
)
# A trial of the installer makes stand-ins of these for Wine; Windows has real ones.
_STUBS = ("icuuc.dll", "mscms.dll", "ucrtbase.dll", "ucrtwine.dll")
_CACHES = ("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".git", ".hypothesis")
_TESTS = re.compile(
    r"(^|/)(tests?|testing)/|(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$|_tests?\.[^/]*(pyd|dll)$"
)
_FONTS = (".ttf", ".otf", ".ttc", ".pfb", ".pfa", ".pfm", ".afm", ".woff", ".woff2", ".sfd")
_PURE = re.compile(r"^[^/]+\.data/(purelib|platlib)/")


def installed_as(name: str) -> str | None:
    """Where a file of a wheel is put, as a POSIX path within ``app``; None: it is left out."""
    place = _PURE.sub("", name)
    if place.endswith("/"):
        return None
    if place.startswith("PySide6/"):
        kept = any(fnmatchcase(place, one) for one in _QT_KEPT)
        return place if kept and not any(fnmatchcase(place, one) for one in _QT_LEFT) else None
    return None if any(fnmatchcase(place, one) for one in _LEFT) else place


def wrong_in(names: Iterable[str]) -> list[str]:
    """What must not ship, of the files of a payload (POSIX paths): stubs, tests, caches, fonts."""
    names = sorted(names)
    there = {name.casefold() for name in names}
    return [f"{name}: {why}" for name in names if (why := _why_not(name, there))]


def _why_not(name: str, there: set[str]) -> str:
    path = PurePosixPath(name)
    if path.name.casefold() in _STUBS:
        return "a stand-in of Wine's"
    if set(path.parts) & set(_CACHES) or path.suffix == ".pyc":
        return "a cache"
    if _TESTS.search(name):
        return "a test"
    if path.suffix.casefold() in _FONTS and not _has_licence(path, there):
        return "a font without its licence"
    return ""


def _has_licence(font: PurePosixPath, there: set[str]) -> bool:
    """Whether the licence of a font lies beside it: ``Name-Bold.ttf`` has ``Name-OFL.txt``."""
    licence = font.with_name(f"{font.stem.split('-')[0]}-OFL.txt")
    return licence.as_posix().casefold() in there
