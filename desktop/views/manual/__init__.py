"""The manual in the window: searched, beside the work."""
