"""Lists: tables of records, the page that is a list, and the item open beside it."""
