"""Collections and refunds: money taken from clients, and credits paid out."""
