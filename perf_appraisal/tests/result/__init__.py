from .outcome import *
