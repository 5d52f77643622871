"""A grid to type into: many rows in one table, with rows under them; no widget a row."""
