"""Signing in, and starting an office."""
