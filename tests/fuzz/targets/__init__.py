"""One module a target: `one(data)` tries one input, `SEEDS` are inputs to begin with, `TRACED` the modules whose
coverage guides, `LIMIT` (optional) seconds of CPU one input may take, `LONGEST` (optional) its bytes."""
