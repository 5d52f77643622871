"""What the pages of several nouns show of one: its form, its columns.

What one page alone shows stands in that page's folder.
"""
