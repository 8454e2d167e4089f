"""Sources to slots: pure cores, `now` in monotonic seconds is always an argument."""
