"""What stands on the office's papers, gathered for desktop.printing."""
