"""The codebook as data: codes, definitions, indicators."""
