package main

import (
	"bufio"
	"bytes"
	"errors"
	"sync"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// floor is how long the API server takes to send every record to a client that throws away
// what it reads: what a restart takes at least, whatever the operator does with the records.
// It also returns how many bytes that were.
func (s *scale) floor() (took time.Duration, size int64) {
	s.Helper()
	clients, err := kubernetes.NewForConfig(s.cluster.Config())
	if err != nil {
		s.Fatal(err)
	}
	var (
		wait  sync.WaitGroup
		mu    sync.Mutex
		began = time.Now()
	)
	for i := range rules.Registry().Kinds {
		wait.Go(func() {
			n, err := s.initial(clients.Discovery().RESTClient(), rules.Registry().Kinds[i].Plural)
			mu.Lock()
			defer mu.Unlock()
			size += n
			if err != nil {
				s.Error(err)
			}
		})
	}
	wait.Wait()
	return time.Since(began), size
}

// initial reads the records of a kind that a watch shows first, and says how many bytes.
func (s *scale) initial(client rest.Interface, plural string) (size int64, err error) {
	body, err := client.Get().AbsPath("/apis", api.GroupVersion.Group, api.GroupVersion.Version, plural).
		Param("watch", "true").Param("sendInitialEvents", "true").Param("resourceVersionMatch", "NotOlderThan").
		Param("allowWatchBookmarks", "true").Stream(s.Context())
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	in := bufio.NewReaderSize(body, 64<<10)
	for {
		line, err := in.ReadSlice('\n')
		size += int64(len(line))
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return size, err
		}
		if bytes.HasPrefix(line, []byte(`{"type":"BOOKMARK"`)) {
			return size, nil
		}
	}
}
