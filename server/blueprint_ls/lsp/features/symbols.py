"""symbols"""


def register(server):
    pass
