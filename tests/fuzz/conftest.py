"""Lets the tests import the fuzzer's modules as the script does."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
