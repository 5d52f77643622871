"""The map: where the clients lie, and what is to be seen only there."""
