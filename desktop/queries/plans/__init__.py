"""What the program computes for people: problems gathered from the office, plans, what was kept."""
