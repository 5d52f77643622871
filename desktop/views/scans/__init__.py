"""Scans of papers that came back."""
