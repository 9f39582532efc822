"""The repository as facts: what each file says, found once and kept by content."""
