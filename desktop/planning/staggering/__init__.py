"""How neighbours get different lines (P6): the search behind ``planning/lines.py``."""
