"""navigation"""


def register(server):
    pass
