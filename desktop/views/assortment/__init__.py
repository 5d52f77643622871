"""The assortment rules: what suits which shop."""
