"""``python -m codegraph``: the command line, for where scripts are not on the path."""

import sys

from codegraph.cli import main

if __name__ == "__main__":
    sys.exit(main())
