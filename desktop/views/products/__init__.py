"""The catalogue: products, units, prices by date, stock."""
