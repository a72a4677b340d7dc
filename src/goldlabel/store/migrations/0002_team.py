"""What a team needs around labeling: each part of the app adds its tables here until the version lands."""

UP = """
"""
