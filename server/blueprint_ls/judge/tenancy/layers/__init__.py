"""The data layers: what each of them calls an access, and what its queries demand, in one form for all."""
