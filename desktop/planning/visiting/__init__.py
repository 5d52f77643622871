"""How the four weeks of a rep are found: what visits.py is made of."""
