"""What the analyst types and sees: commands, tables and screens. It decides nothing."""
