"""The architecture document of a blueprint: a tree, and one writer for each format."""
