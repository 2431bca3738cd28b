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
