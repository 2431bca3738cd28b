package controllers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// shownFailures is how many failures of a pass are told in full.
const shownFailures = 3

// failures are what went wrong in a pass: the first few, and how many in all.
type failures struct {
	first []string
	total int
}

func (f *failures) add(d *desired, err error) {
	f.total++
	if len(f.first) < shownFailures {
		f.first = append(f.first, writeFailure(d, err))
	}
}

// writeFailure says which status could not be written. It goes to the log, so a record
// about a person is told by its UID: its name may be somebody's, and both the address
// of a request and the answer of the API server hold it.
func writeFailure(d *desired, err error) string {
	kind, record := d.result.Kind, d.result.Record
	if !kind.Personal {
		return fmt.Sprintf("%s %s: %v", kind.Name, record.GetName(), err)
	}
	return fmt.Sprintf("%s with the UID %s: %s", kind.Name, record.GetUID(), errorWithoutNames(err))
}

// errorWithoutNames says what went wrong without what an address or an answer holds:
// what the API server answered, or how the connection failed.
func errorWithoutNames(err error) string {
	var (
		answer  apierrors.APIStatus
		request *url.Error
	)
	cause := innermost(err)
	switch {
	case errors.As(err, &answer):
		return fmt.Sprintf("%s (%d)", answer.Status().Reason, answer.Status().Code)
	case errors.As(err, &request):
		return innermost(request.Err).Error()
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, context.DeadlineExceeded),
		strings.HasPrefix(cause.Error(), "http2: "):
		return cause.Error()
	}
	return fmt.Sprintf("%T", cause)
}

// innermost returns the cause that an error wraps, of several the first.
func innermost(err error) error {
	for {
		if inner := errors.Unwrap(err); inner != nil {
			err = inner
			continue
		}
		var several interface{ Unwrap() []error }
		if !errors.As(err, &several) || len(several.Unwrap()) == 0 {
			return err
		}
		err = several.Unwrap()[0]
	}
}
