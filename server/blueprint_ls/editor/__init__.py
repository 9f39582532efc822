"""Features in editor terms: they take a model and a position and know no protocol."""
