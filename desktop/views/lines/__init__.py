"""Lines: who leads what beside whom, and the plan that staggers them."""
