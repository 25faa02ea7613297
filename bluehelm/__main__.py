"""`python -m bluehelm`: the command, where its folder is not on the path."""

import sys

from sim.commands.cli import main

if __name__ == "__main__":
    sys.exit(main())
