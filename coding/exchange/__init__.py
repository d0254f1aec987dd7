"""Projects of other programs in and out: REFI-QDA, QualCoder, Taguette."""
