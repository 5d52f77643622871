"""Suggestions: prepared with what worked elsewhere, confirmed in a queue, measured."""
