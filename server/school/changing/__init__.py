"""Changes of day: what may be changed in a planned day, decided without I/O (period, asked, decide and the files it
asks, undo), read and written by store."""
