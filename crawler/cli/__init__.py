"""The command `lumbung`: a file a verb. Heavy imports happen inside the verb."""

import signal
import sys
from pathlib import Path

# Libraries that are being loaded may swallow a KeyboardInterrupt (seen 2026-11: a Ctrl-C in the first second was lost).
# So until the program stands, and when it is the program and not imported by a test, the system ends it.
if Path(sys.argv[0] if sys.argv else "").name in ("-m", "lumbung"):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
