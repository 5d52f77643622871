"""The backups of the office of this computer."""
