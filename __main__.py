"""Run the program as `python -m rodedraad`."""

from .cli.main import main

if __name__ == "__main__":
    main()
