"""Property tests try 40 examples in each run: runs add up. `pytest --hypothesis-profile=thorough` looks for longer."""

from hypothesis import settings

settings.register_profile("quick", max_examples=40)
settings.register_profile("thorough", max_examples=1000)
settings.load_profile("quick")
