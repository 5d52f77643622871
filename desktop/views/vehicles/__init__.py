"""Vehicles and drivers: what each takes, when it drives, what it costs."""
