"""Model to findings: checks, severities, silencers."""
