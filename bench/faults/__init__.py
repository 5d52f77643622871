"""What happens to an office when its program, its disk or its server fails in mid-work."""
