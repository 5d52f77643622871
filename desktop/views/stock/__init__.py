"""Stock by lot: how long it lasts, what moved it, who has it."""
