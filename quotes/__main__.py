"""`python -m quotes`, which is the command `quotes`."""

import sys


def main() -> int:
    """Runs the command; returns its exit status, 130 where Ctrl-C comes while it is still being imported."""
    try:
        from quotes.command.cli import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
