"""A backup of everything a server keeps, in one file, and a new data folder made from it."""
