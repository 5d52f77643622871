"""The training office: an invented half-year of an invented branch office, made from a seed."""
