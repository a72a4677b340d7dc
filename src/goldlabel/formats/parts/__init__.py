"""What formats share. The modules one level up are the formats themselves."""
