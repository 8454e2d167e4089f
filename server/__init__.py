"""People and pages: school, signalling, web API, store, stage; and the composition root of `bucgiang`."""
