"""What the first revision makes, noun by noun: a table stands after those it refers to."""
