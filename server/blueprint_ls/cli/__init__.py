"""The command line: one file per command, over the same engine as the editor. Imports no pygls."""
