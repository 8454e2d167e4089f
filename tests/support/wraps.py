"""First sequence numbers every sequence test runs from: around each place where a number may wrap or change sign."""

WRAPS = (0, 1, 127, 128, 255, 256, 32766, 32767, 32768, 32769, 65533, 65534, 65535)
