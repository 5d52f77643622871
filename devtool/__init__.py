"""What dev.py does with a checkout; the standard library is all that it needs."""
