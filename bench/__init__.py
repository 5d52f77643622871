"""Speed as ratios within one run: the program against the bare thing underneath."""
