"""The wizard: 1 bring a file, 2 look it over, 3 done; the own imports; what one touched; undo. Each step is an address."""
