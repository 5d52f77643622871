"""Reports: the office's figures."""
