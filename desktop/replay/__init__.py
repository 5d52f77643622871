"""Scenario files, played through the services."""
