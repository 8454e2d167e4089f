"""The lesson kept: the recorder that follows journals, its tracks and class audio, replay and record. Data is in var/."""
