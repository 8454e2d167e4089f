"""Packets in, the right packets out. Knows peers, sources and slots; not people, roles or lessons."""
