"""Charts: each is given values that somebody else computed, and only draws them."""
