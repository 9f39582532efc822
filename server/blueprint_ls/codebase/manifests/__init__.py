"""Manifests and configuration: what each says, as plain data with places."""
