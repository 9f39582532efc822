"""A first blueprint of what a repository shows, each statement with its evidence."""
