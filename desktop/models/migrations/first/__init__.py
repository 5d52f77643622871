"""What the first revision makes, layer by layer: a table stands after those it refers to."""
