"""What each view works out from the snapshot: numbers in, numbers out. No words, no drawings."""
