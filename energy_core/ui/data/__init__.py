"""The page "Data", part by part: what is dropped, understood, stored, found and corrected."""
