"""How runs are planned (D4): days in whole numbers, the search, and what is done after it."""
