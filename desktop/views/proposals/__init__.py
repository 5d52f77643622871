"""Product proposals, and the surveys that they rest on."""
