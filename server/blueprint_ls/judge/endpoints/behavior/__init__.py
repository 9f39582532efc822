"""What a guard, a hook, a wrapper or a handler does: a walk that looks for checks of who calls."""
