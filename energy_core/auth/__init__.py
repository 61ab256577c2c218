"""Who may come in: decided at the door, not in the pages."""
