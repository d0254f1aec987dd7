"""Run the program as `rodedraad` or `python -m rodedraad`."""

import gc

gc.disable()  # until all is imported: there is nothing yet that may go, and looking takes 2 ms

from .cli.main import main  # noqa: E402

if __name__ == "__main__":
    main()
