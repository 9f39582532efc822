"""What values flow where: a walk through functions that keeps every path's knowledge and joins it."""
