"""kill -9 of the worker in the middle of imports and undos, on a real database: python -m tests.trials [--trials 50]"""
