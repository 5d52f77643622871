"""What people write down of each noun: one frozen dataclass a noun, whose fields are declared."""
