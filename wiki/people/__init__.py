"""The room of people: who they are, where they belong, how they sign in, what they may do."""
