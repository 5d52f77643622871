"""The program's words: taken out of the code into catalogues, and compiled."""

import os
import tempfile
from pathlib import Path

from devtool.checkout import PYTHON, ROOT, need, only_one

LOCALE = ROOT / "resources" / "locale"
LANGUAGES = ("zh_CN",)
KEYWORDS = ("_", "N_", "ngettext:1,2")
CATALOG_HEAD = """# The words of 众小 on screen.
msgid ""
msgstr ""
"Project-Id-Version: zhongxiao\\n"
"Report-Msgid-Bugs-To: the project's issues\\n"
"PO-Revision-Date: 2026-01-01 00:00+0000\\n"
"Last-Translator: the authors of zhongxiao\\n"
"Language: {0}\\n"
"Language-Team: {0}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def catalogs() -> list[Path]:
    """The translations of the program's words."""
    return [LOCALE / language / "LC_MESSAGES" / "zhongxiao.po" for language in LANGUAGES]


def language(source: Path) -> str:
    """The language of a catalogue, by its folder."""
    return source.parents[1].name


def words_changed() -> bool:
    """Whether a compiled catalogue is missing or older than its source."""

    def is_stale(source: Path) -> bool:
        if not source.exists():
            return False
        compiled = source.with_suffix(".mo")
        return not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime

    return any(is_stale(source) for source in catalogs())


def babel(*arguments: str | Path) -> None:
    """Call Babel quietly."""
    need("Babel", PYTHON, "-m", "babel.messages.frontend", "--quiet", *arguments)


def compile_words() -> None:
    """Compile each catalogue beside its source, replaced in one step."""
    for source in filter(Path.exists, catalogs()):
        fresh = source.with_suffix(".mo.new")
        files = ("--input-file", source, "--output-file", fresh)
        babel("compile", *files, "--locale", language(source))
        fresh.replace(source.with_suffix(".mo"))
        os.utime(source.with_suffix(".mo"))


def renew_words() -> None:
    """Bring every zhongxiao.po up to the words in the code, and compile it."""
    with only_one(), tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "zhongxiao.pot"
        keywords = ("--no-default-keywords", *(f"--keyword={word}" for word in KEYWORDS))
        order = ("--sort-output", "--no-location", "--add-comments=Translators:")
        babel("extract", *keywords, *order, "--output-file", template, "desktop")
        for source in catalogs():
            update_catalog(source, template)
        compile_words()


def update_catalog(source: Path, template: Path) -> None:
    """Take new words in untranslated and drop those that the code no longer says; no guesses."""
    if not source.exists():
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(CATALOG_HEAD.format(language(source)), encoding="utf-8", newline="\n")
    exact = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")
    files = ("--input-file", template, "--output-file", source, "--locale", language(source))
    babel("update", "--width", "100", *exact, *files)
