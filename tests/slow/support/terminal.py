"""Runs a command under a pseudo-terminal: terminal.py COLUMNS SECONDS COMMAND…; after SECONDS (0: never) Ctrl-C is typed. All it shows goes to
standard output, and its exit code is the last line."""
import fcntl, os, pty, select, struct, sys, termios, time

columns, seconds, command = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
pid, master = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
started, typed, limit = time.monotonic(), False, 90
while time.monotonic() - started < limit:
    if seconds and not typed and time.monotonic() - started > seconds:
        os.write(master, b"\x03")
        typed = True
    ready, _, _ = select.select([master], [], [], 0.1)
    if ready:
        try:
            shown = os.read(master, 65536)
        except OSError:
            break
        if not shown:
            break
        sys.stdout.buffer.write(shown)
        sys.stdout.buffer.flush()
else:
    os.kill(pid, 9)
_, status = os.waitpid(pid, 0)
print("\nexit", os.waitstatus_to_exitcode(status))
