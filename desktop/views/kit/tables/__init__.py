"""Tables of records: columns, headings, widths, and the order in which rows are seen."""
