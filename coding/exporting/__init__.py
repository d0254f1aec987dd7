"""What leaves the project: themes, quotes and tables as files."""
