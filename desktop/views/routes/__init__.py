"""Route plans: four weeks of a rep's visits, computed, arranged by hand, put in force (G10)."""
