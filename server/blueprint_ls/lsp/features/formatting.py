"""formatting"""


def register(server):
    pass
