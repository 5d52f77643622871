"""The day board: what waits, the runs of a day, arranged and planned again."""
