"""What the tests share: `bench`, which stands beside the package and is not installed with it, and Ctrl-C."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent))  # last, so that an installed package is what is tested


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Lets the processes that a test starts heed Ctrl-C, also where the tests themselves run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
