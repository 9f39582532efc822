"""What changed between two states of a blueprint, in the words of architecture."""
