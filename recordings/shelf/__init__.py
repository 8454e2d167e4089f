"""The files of recordings/<lesson>: what the recorder writes and what the control process reads."""
