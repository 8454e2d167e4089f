"""How loud sources are, and whose sound comes back through whose mic."""
