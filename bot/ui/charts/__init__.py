"""Pictures of levels over time: what they show (`chart`), where they are drawn (`room`), and how (`drawing`)."""
