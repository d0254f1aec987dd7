"""Everything that happens to a project file: storing, coding, suggesting, querying, telling."""
