"""From an exported data set to an account of how people reacted to a story."""
