"""Rebate plans: drafted, approved, reckoned, confirmed, paid in one go."""
