"""Settings: the office, its rules, its clauses and their review, its words."""
