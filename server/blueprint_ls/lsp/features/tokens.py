"""tokens"""


def register(server):
    pass
