"""TypeScript and JavaScript: from bytes to a compact tree that can be stored and joined."""
