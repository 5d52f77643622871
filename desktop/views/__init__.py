"""The window: one folder per page on a few shared parts. Qt lives here and in ``app``."""
