"""Price-protection agreements: the list, the draft, the way to signature and its end."""
