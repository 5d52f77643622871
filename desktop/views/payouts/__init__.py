"""Payouts of settled quarters."""
