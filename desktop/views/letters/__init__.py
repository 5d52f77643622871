"""Balance letters: written for many at once, answered one by one."""
