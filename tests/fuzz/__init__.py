"""Coverage-guided fuzzing of everything that reads bytes or text from the network: `python -m tests.fuzz --help`.

A target is a module of `targets` with `one(data)`, which raises on a finding: anything but the parser's own ValueError,
or an oracle (round trips, bounded output) that does not hold. tests/data/fuzz/<target> holds inputs that reach far.
"""
