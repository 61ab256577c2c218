"""The page "History": any past period, in sections that each draw one picture."""
