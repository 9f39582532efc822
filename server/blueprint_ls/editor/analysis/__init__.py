"""Code in the editor: an analyser that runs in a process of its own, and what it tells of a place."""
