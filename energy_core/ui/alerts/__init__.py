"""The page "Alerts": what deserves a look, in sentences, and what people say of it."""
