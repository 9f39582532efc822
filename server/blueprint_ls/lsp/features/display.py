"""display"""


def register(server):
    pass
