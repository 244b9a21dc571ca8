"""Official papers out: documents laid out as GB/T 9704-2012 asks. Knows no app."""
