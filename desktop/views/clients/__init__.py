"""Clients: the list, and the client file with its tabs."""
