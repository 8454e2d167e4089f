"""A track somebody sends: its layers, their packets, what is missing and asked for."""
