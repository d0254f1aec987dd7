"""Questions to a project file, answered on a read-only connection."""
