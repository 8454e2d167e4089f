"""What happens in a lesson: messages, rules, folds. Pure: no I/O, no clock, nothing else of ours. Read it first."""
