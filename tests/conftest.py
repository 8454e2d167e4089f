"""Property tests try 40 examples in each run: runs add up. `pytest --hypothesis-profile=thorough` looks for longer.

No example is judged by the clock: a busy machine is no fault of the code.
"""

from hypothesis import HealthCheck, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("quick", PATIENT, max_examples=40)
settings.register_profile("thorough", PATIENT, max_examples=1000)
settings.load_profile("quick")
