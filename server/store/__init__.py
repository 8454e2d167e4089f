"""What the school keeps: one SQLite file, its tables, its upgrades, and the log of each lesson's events."""
