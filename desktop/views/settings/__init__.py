"""Settings: the office, its rules and clauses; backups; the audit trail."""
