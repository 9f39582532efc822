"""Endpoints: every route of the code, whether it is authenticated, and whether its input is validated."""
