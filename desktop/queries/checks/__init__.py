"""What ``check`` looks at, each from one side: the database, its trail, documents, sums (L3)."""
