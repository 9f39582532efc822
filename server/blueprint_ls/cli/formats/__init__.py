"""What `check` found in the forms that other programs read, one file for each."""
