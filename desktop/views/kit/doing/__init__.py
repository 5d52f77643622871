"""Doing something with the open item: steps, forms that save, taking back, and what went wrong."""
