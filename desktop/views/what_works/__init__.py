"""What kinds of suggestions work."""
