"""The data models that each layer declares: one reader per layer, and the join over files."""
