"""Journals: what chosen sources sent, appended to files as it comes. The recorder (`recordings/`) follows them."""
