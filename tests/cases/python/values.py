# Functions handed over by name are references, not calls; calls through what holds them are dispatch.

# --- file: a.py
import threading

def worker():                          # @def worker
    pass

def on_exit():                         # @def on_exit
    pass

TABLE = {"work": worker, "exit": on_exit}  # @refs worker, on_exit

def start(callback):                   # @def start
    callback()                         # @dispatch on_exit

def main():
    threading.Thread(target=worker)    # @refs worker
    start(on_exit)                     # @calls start @refs on_exit
    handler = worker                   # @refs worker
    handler()                          # @dispatch worker
