"""Raw frames into the contract's tables: cleaning, corrections, climate, warming measures."""
