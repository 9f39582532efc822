"""Decision records, as MADR has them: one Markdown file for a decision, numbered for good."""
