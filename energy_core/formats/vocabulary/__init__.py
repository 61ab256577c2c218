"""The words that vendors and utilities use, by language: tables, no branches."""
