"""What the sentence asks for that asks: the things it may name, and the tree of each."""
