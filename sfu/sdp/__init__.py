"""Offers in, answers out: SDP as text, what an offer says, what was agreed. Pure."""
