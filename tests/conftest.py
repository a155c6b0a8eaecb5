"""Makes `bench`, which stands beside the package and is not installed with it, known to the tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))  # last, so that an installed package is what is tested
