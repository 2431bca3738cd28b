package manifest

import (
	"sync"
)

// loader is one call of Load.
type loader struct {
	options Options
	disk    disk

	mu               sync.Mutex // of what follows
	files, documents int
}

func (l *loader) progress(files, documents int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.files += files
	l.documents += documents
	if l.options.Progress != nil {
		l.options.Progress(l.files, l.documents)
	}
}
