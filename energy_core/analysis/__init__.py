"""What readings mean: balance, uses, thresholds. Pure: frames in, frames out."""
