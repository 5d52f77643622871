"""Forms: fields, their editors, and the panel in which they stand."""
