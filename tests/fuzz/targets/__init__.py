"""One module a target: `one(data)` tries one input, `SEEDS` are inputs to begin with, `TRACED` the modules whose
coverage guides, `STEPS` (optional) lines of Python one input may run, `LONGEST` (optional) its bytes."""
