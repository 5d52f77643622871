"""`dev.py package windows`: the installer and the portable folder, made on Linux or Windows."""
