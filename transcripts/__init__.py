"""From any file to plain text with speaker turns."""
