"""`python -m blueprint_ls` is the `blueprint` command."""

import sys

from blueprint_ls.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
