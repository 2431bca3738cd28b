package controlplane

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
)

// dirLock keeps two control planes off one state folder. The kernel frees it
// when its holder dies, so it is never stale.
type dirLock struct{ file *os.File }

func lockDir(l layout) (*dirLock, error) {
	file, err := os.OpenFile(l.lock(), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the state folder: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder, _ := io.ReadAll(io.LimitReader(file, 20))
		err = fmt.Errorf("state folder %s is in use by process %s: stop that one or choose another folder",
			l.dir, strings.TrimSpace(string(holder)))
		return nil, errors.Join(err, file.Close())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("locking the state folder: %w", err), file.Close())
	}
	lock := &dirLock{file: file}
	if err := lock.sign(); err != nil {
		return nil, errors.Join(fmt.Errorf("locking the state folder: %w", err), lock.release())
	}
	return lock, nil
}

// sign notes our process for the message that a second Start gives.
func (d *dirLock) sign() error {
	if err := d.file.Truncate(0); err != nil {
		return err
	}
	_, err := d.file.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	return err
}

func (d *dirLock) release() error {
	// Unlocked, not only closed: a child that is being forked at this moment
	// shares the open file until it runs its program.
	err := syscall.Flock(int(d.file.Fd()), syscall.LOCK_UN)
	return errors.Join(err, d.file.Close())
}
