"""The lesson kept: journal, replay, record. Code only; the data is in var/. (Arrives with the recording issue.)"""
