package controllers

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rawjson"
	"github.com/isms-operator/isms-operator/internal/status"
)

// arrival is what a watch shows of a record: the entry that it becomes. A bookmark has the
// metadata alone.
type arrival struct {
	entry    *entry
	bookmark metav1.ObjectMeta
}

// GetObjectMeta implements metav1.ObjectMetaAccessor.
func (a *arrival) GetObjectMeta() metav1.Object {
	if a.entry != nil {
		return a.entry.record
	}
	return &a.bookmark
}

// GetObjectKind implements runtime.Object.
func (a *arrival) GetObjectKind() schema.ObjectKind { return schema.EmptyObjectKind }

// DeepCopyObject implements runtime.Object. An arrival is never changed.
func (a *arrival) DeepCopyObject() runtime.Object { return a }

// stream is a watch of one kind of record. It makes entries straight of the text that
// arrives: of a large register, values of everything that an object says, which is mostly who
// manages which field, would be most of what the operator takes to start.
type stream struct {
	kind    *assess.Kind
	body    io.ReadCloser
	events  chan watch.Event
	stopped chan struct{}
	stop    func()
}

func newStream(kind *assess.Kind, body io.ReadCloser) *stream {
	s := &stream{kind: kind, body: body, events: make(chan watch.Event), stopped: make(chan struct{})}
	s.stop = sync.OnceFunc(func() {
		close(s.stopped)
		_ = body.Close() // it is read no more
	})
	go s.receive()
	return s
}

// Stop implements watch.Interface.
func (s *stream) Stop() { s.stop() }

// ResultChan implements watch.Interface.
func (s *stream) ResultChan() <-chan watch.Event { return s.events }

func (s *stream) receive() {
	defer close(s.events)
	defer s.stop()
	for lines := (lines{in: bufio.NewReaderSize(s.body, 64<<10)}); ; {
		text, err := lines.next()
		if errors.Is(err, io.EOF) || net.IsProbableEOF(err) || net.IsTimeout(err) {
			return // it has ended, as every watch does; another goes on from here
		}
		e := unreadable(err)
		if err == nil && len(bytes.TrimSpace(text)) > 0 {
			e, err = s.event(text)
		}
		if err != nil {
			e = unreadable(err)
		}
		if e.Type == "" {
			continue
		}
		select {
		case s.events <- e:
		case <-s.stopped:
			return
		}
		if err != nil {
			return
		}
	}
}

// unreadable is the event that ends a watch of which something cannot be read; none without
// an error.
func unreadable(err error) watch.Event {
	if err == nil {
		return watch.Event{}
	}
	answer := apierrors.NewGenericServerResponse(http.StatusInternalServerError, "watch", schema.GroupResource{}, "", fmt.Sprintf("read what a watch shows: %v", err), 0, false).Status()
	return watch.Event{Type: watch.Error, Object: &answer}
}

// event reads one event. The API server writes its type first.
func (s *stream) event(text []byte) (watch.Event, error) {
	words, back := manifest.Words()
	defer back()
	var (
		e      watch.Event
		failed error
		r      = rawjson.NewReader(text, words)
	)
	r.Fields(func(key []byte) {
		switch string(key) {
		case "type":
			kind, _ := r.String()
			e.Type = watch.EventType(kind)
		case "object":
			switch e.Type {
			case watch.Added, watch.Modified, watch.Deleted:
				e.Object, failed = s.arrival(r)
			case watch.Bookmark:
				header := &metav1.PartialObjectMetadata{}
				failed = errors.Join(failed, json.Unmarshal(r.Skip(), header))
				e.Object = &arrival{bookmark: header.ObjectMeta}
			default:
				answer := &metav1.Status{}
				failed = errors.Join(failed, json.Unmarshal(r.Skip(), answer))
				e.Type, e.Object = watch.Error, answer
			}
		default:
			r.Skip()
		}
	})
	if err := errors.Join(r.Err(), failed); err != nil {
		return watch.Event{}, err
	}
	if e.Object == nil {
		return watch.Event{}, errors.New("an event shows no object")
	}
	return e, nil
}

func (s *stream) arrival(r *rawjson.Reader) (*arrival, error) {
	stored, err := manifest.Read(context.Background(), s.kind.Name, r)
	if err != nil {
		return nil, err
	}
	return &arrival{entry: newEntry(stored.Record, stored.Faults, status.Keep(status.Parse(stored.Status)))}, nil
}

// lines are the events of a watch, each of which the API server ends with a line break.
type lines struct {
	in   *bufio.Reader
	long []byte // memory for a line that is longer than the reader's
}

// next returns the next line, until it is called again.
func (l *lines) next() ([]byte, error) {
	text, err := l.in.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return text, err
	}
	l.long = l.long[:0]
	for errors.Is(err, bufio.ErrBufferFull) {
		l.long = append(l.long, text...)
		text, err = l.in.ReadSlice('\n')
	}
	l.long = append(l.long, text...)
	return l.long, err
}
