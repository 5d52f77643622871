"""Issuing papers: one declaration a kind, in registry.py."""
