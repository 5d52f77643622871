"""The page that is a list: filtered, taken away, with the item open beside it."""
