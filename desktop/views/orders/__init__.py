"""Orders: entered fast, changed, cancelled, and their deliveries recorded."""
