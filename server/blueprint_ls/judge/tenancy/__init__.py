"""Whether each data access stays inside its tenant."""
