"""Workbooks: bytes in → rows and problems out; rows in → bytes out (E3, E4).

Reading goes in steps, each a module a person can read alone:

1. ``table.read_table`` finds out what a file really is and gives its rows as they stand there;
2. ``header.find_header`` finds the headings and says which column holds which field;
3. ``reading.Reading`` parses cells into values and collects a ``Problem`` for each that can't be;
4. ``clients``, ``products`` and ``sales`` say what a list of their kind holds, and give its rows.

Writing: ``report.write_report`` (what was rejected, marked) and ``listing.write_rows`` (any list).
No SQL and no window here; only this room knows openpyxl and calamine.
"""
