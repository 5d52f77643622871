"""Pure computation on plain data: effects, lines, density. No SQL, no Qt."""
