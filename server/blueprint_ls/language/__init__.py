"""The vocabulary's types; tree and vocabulary to a typed, positioned model."""
