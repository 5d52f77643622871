"""Importing clients, products and past sales from the office's own workbooks (E3)."""

from desktop.services.imports.run import Imported, ImportOrder, import_file, kinds

__all__ = ["ImportOrder", "Imported", "import_file", "kinds"]
