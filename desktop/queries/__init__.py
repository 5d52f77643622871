"""What the office can ask: reads, and gives frozen rows; writes nothing."""
