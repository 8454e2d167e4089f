"""`python -m recordings.recorder`."""

import sys

from recordings.recorder.process import main

sys.exit(main(sys.argv[1:]))
