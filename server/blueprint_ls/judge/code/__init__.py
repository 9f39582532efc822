"""The judgement of a repository's code: what it is held against, the checks, and what they found."""
