"""Spreadsheets of any program: what is in a file, as cells."""
