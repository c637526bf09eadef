"""What does a reader ask for?"""
