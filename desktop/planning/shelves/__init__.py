"""How a shelf is filled (P3): the search behind ``planning/shelf.py``, and its proof."""
