"""Speech and pictures the light clients send, encoded once by `make.py`, and the readers that play them."""
