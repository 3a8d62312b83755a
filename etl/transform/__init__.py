"""From raw frames to the contract's tables: cleaning, corrections, climate, warming measures."""
