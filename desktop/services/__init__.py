"""What the office can do, one module per noun; the only room that commits.

A function that takes ``office`` opens exactly one transaction; one that takes ``session``
never commits. Each reads: load, check, act, record.
"""
