"""The coding screen: where an analyst codes a whole interview without leaving the keyboard."""
