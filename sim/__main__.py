"""`python -m sim` is the command `bluehelm`."""

import sys

from sim.commands.cli import main

if __name__ == "__main__":
    sys.exit(main())
