"""The class audio: what everybody's microphones and shared sounds said, mixed and encoded once. Only the recorder's."""
