"""Benefits: signs, racks, rebates, grants and promotions, each of them booked."""
