"""Signing in through the school's own provider (OpenID Connect): the provider as it is asked, and the two addresses."""
