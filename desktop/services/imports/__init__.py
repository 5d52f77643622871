"""Importing what an office brings from its own workbooks (E3)."""

from desktop.services.imports.run import Imported, ImportOrder, import_file
from desktop.services.imports.shops import SAME_NAMES
from desktop.spreadsheets.cells import Problem

__all__ = ["SAME_NAMES", "ImportOrder", "Imported", "Problem", "import_file"]
