"""The codebooks that ship with the program."""
