"""Deliveries: what was accepted, what came back, what was posted."""
