"""rename"""


def register(server):
    pass
