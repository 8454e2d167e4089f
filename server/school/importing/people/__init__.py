"""Lists of pupils and of teachers: their fields, whom a row is about, what is written."""
