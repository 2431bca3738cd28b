package controlplane

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// metadataPolicy logs each request without its body. A request is logged when its
// answer is complete; a watch, whose answer takes long, also when it begins.
const metadataPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
`

// AuditEvent is a line of the audit log, with the fields that tell requests apart.
// One request may have several, with the same AuditID.
type AuditEvent struct {
	AuditID    string `json:"auditID"`
	Stage      string `json:"stage"`
	Verb       string `json:"verb"`
	RequestURI string `json:"requestURI"`
	UserAgent  string `json:"userAgent"`
	User       struct {
		Username string              `json:"username"`
		Groups   []string            `json:"groups"`
		Extra    map[string][]string `json:"extra"` // such as the pod that a token is bound to
	} `json:"user"`
	ObjectRef struct {
		APIGroup    string `json:"apiGroup"`
		APIVersion  string `json:"apiVersion"`
		Resource    string `json:"resource"`
		Subresource string `json:"subresource"`
		Namespace   string `json:"namespace"`
		Name        string `json:"name"`
	} `json:"objectRef"`
	ResponseStatus struct {
		Code int `json:"code"`
	} `json:"responseStatus"`
	// RequestObject is there for what the policy logs at the level Request; of a patch
	// it is the patch.
	RequestObject json.RawMessage `json:"requestObject"`
	// ResponseObject is there for what the policy logs at the level RequestResponse.
	ResponseObject struct {
		Metadata struct {
			ResourceVersion string `json:"resourceVersion"`
		} `json:"metadata"`
	} `json:"responseObject"`
	RequestReceivedTimestamp time.Time `json:"requestReceivedTimestamp"`
}

// audit says where this run's part of the audit log is.
type audit struct {
	path  string // empty if there is none
	start int64
}

var errNoAudit = errors.New("no audit log: set Options.AuditLog")

func (c *Cluster) configureAudit(flags *envtest.Arguments) error {
	if c.options.AuditLog == "" {
		return nil
	}
	policy, err := c.auditPolicy()
	if err != nil {
		return fmt.Errorf("audit policy: %w", err)
	}
	path := c.options.AuditLog
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.layout.dir, path)
	}
	c.audit.path = path
	// The API server appends; what is there is of an earlier run.
	if info, err := os.Stat(path); err == nil {
		c.audit.start = info.Size()
	}
	flags.Set("audit-policy-file", policy)
	flags.Set("audit-log-path", path)
	// In megabytes. By default it begins a new file after 100, and we would lose count.
	flags.Set("audit-log-maxsize", "1000000")
	return nil
}

func (c *Cluster) auditPolicy() (string, error) {
	if c.options.AuditPolicy != "" {
		return filepath.Abs(c.options.AuditPolicy)
	}
	path := filepath.Join(c.layout.run(), "audit-policy.yaml")
	return path, writeFile(path, []byte(metadataPolicy), 0o600)
}

// CountRequests returns the number of requests since Start that the filter accepts
// an event of. The API server logs a request about when it sends the last of the
// answer, so one that was answered just now may be missing: poll until the
// expected number is there.
//
// It fails without Options.AuditLog and when the log cannot be read.
func (c *Cluster) CountRequests(filter func(AuditEvent) bool) (int, error) {
	if c.audit.path == "" {
		return 0, errNoAudit
	}
	file, err := os.Open(c.audit.path)
	if err != nil {
		return 0, fmt.Errorf("counting requests: %w", err)
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Seek(c.audit.start, io.SeekStart); err != nil {
		return 0, fmt.Errorf("counting requests: %w", err)
	}
	count, err := countEvents(file, filter)
	if err != nil {
		return 0, fmt.Errorf("counting requests in %s: %w", c.audit.path, err)
	}
	return count, nil
}

func countEvents(log io.Reader, filter func(AuditEvent) bool) (int, error) {
	accepted := map[string]bool{}
	for lines := bufio.NewReader(log); ; {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			// A line without its end is being written at this moment.
			return len(accepted), nil
		}
		if err != nil {
			return 0, err
		}
		var event AuditEvent
		if err := json.Unmarshal(line, &event); err != nil {
			return 0, err
		}
		if filter(event) {
			accepted[event.AuditID] = true
		}
	}
}

// AuditTail reads the audit log as it grows.
type AuditTail struct {
	path   string
	offset int64
}

// FollowAudit returns a reader of what is logged from now on.
func (c *Cluster) FollowAudit() *AuditTail {
	tail := &AuditTail{path: c.audit.path}
	if info, err := os.Stat(c.audit.path); err == nil {
		tail.offset = info.Size()
	}
	return tail
}

// Read returns the events since the last call; a request may have several. Requests
// that were answered just now may be missing, as in CountRequests.
//
// It fails without Options.AuditLog and when the log cannot be read.
func (t *AuditTail) Read() ([]AuditEvent, error) {
	if t.path == "" {
		return nil, errNoAudit
	}
	file, err := os.Open(t.path)
	if err != nil {
		return nil, fmt.Errorf("following requests: %w", err)
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.NewSectionReader(file, t.offset, 1<<40))
	if err != nil {
		return nil, fmt.Errorf("following requests: %w", err)
	}
	data = data[:bytes.LastIndexByte(data, '\n')+1]
	var events []AuditEvent
	for line := range bytes.Lines(data) {
		var event AuditEvent
		if err := json.Unmarshal(line, &event); err != nil {
			return nil, fmt.Errorf("following requests in %s: %w", t.path, err)
		}
		events = append(events, event)
	}
	t.offset += int64(len(data))
	return events, nil
}
