//go:build prometheus

package prometheus

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// start runs a program until the test ends, with its output in a file beside its data.
func start(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%v; make test-prometheus installs it", err)
	}
	log, err := os.Create(filepath.Join(dir, name+".log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, log, log
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", name, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		_ = log.Close()
		if t.Failed() {
			data, _ := os.ReadFile(log.Name())
			t.Logf("%s says:\n%s", name, data[max(0, len(data)-3000):])
		}
	})
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// certificate writes tls.crt and tls.key for the loopback address into the folder.
func certificate(t *testing.T, dir string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "metrics"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "tls.crt"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})))
	write(t, filepath.Join(dir, "tls.key"), string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private})))
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// hasty shortens how long alerts wait, so that the test need not, and nothing else.
func hasty(t *testing.T) string {
	t.Helper()
	alerts, err := os.ReadFile("../../config/prometheus/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`(?m)^( *for: ).*$`).ReplaceAllString(string(alerts), "${1}1s")
}

// stack is a running Prometheus with its Alertmanager, and who is told by it.
type stack struct {
	*receivers
	prometheus, alertmanager string
}

const scrapeConfig = `
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [alerts.yaml]
alerting:
  alertmanagers: [{static_configs: [{targets: [%[1]q]}]}]
scrape_configs:
  - job_name: isms-operator
    scheme: https
    honor_labels: true
    authorization: {credentials_file: scraper.token}
    tls_config: {ca_file: tls.crt}
    static_configs: [{targets: [%[2]q]}]
  - job_name: stranger
    scheme: https
    authorization: {credentials_file: stranger.token}
    tls_config: {ca_file: tls.crt}
    static_configs: [{targets: [%[2]q]}]
`

// startStack runs Prometheus and Alertmanager on the loopback address. The folder
// holds tls.crt, scraper.token and stranger.token.
func startStack(t *testing.T, dir, target string) *stack {
	t.Helper()
	s := &stack{receivers: startReceivers(t), prometheus: freeAddress(t), alertmanager: freeAddress(t)}
	write(t, filepath.Join(dir, "alerts.yaml"), hasty(t))
	write(t, filepath.Join(dir, "prometheus.yml"), fmt.Sprintf(scrapeConfig, s.alertmanager, target))
	s.startAlertmanager(t, dir)
	start(t, dir, "prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", "--web.listen-address="+s.prometheus)
	return s
}

// startAlertmanager runs Alertmanager with the configuration that is shipped.
func (s *stack) startAlertmanager(t *testing.T, dir string) {
	t.Helper()
	reminders(t, dir, s.receivers)
	start(t, dir, "prometheus-alertmanager", "--config.file=alertmanager.yaml", "--storage.path=alertmanager",
		"--web.listen-address="+s.alertmanager, "--cluster.listen-address=")
}

// sample is a series with its newest value.
type sample struct {
	Metric map[string]string `json:"metric"`
	Value  [2]any            `json:"value"`
}

// query asks Prometheus for a vector.
func (s *stack) query(ctx context.Context, expression string) ([]sample, error) {
	var answer struct {
		Error string `json:"error"`
		Data  struct {
			Result []sample `json:"result"`
		} `json:"data"`
	}
	err := get(ctx, "http://"+s.prometheus+"/api/v1/query?query="+url.QueryEscape(expression), &answer)
	if err == nil && answer.Error != "" {
		err = fmt.Errorf("%s: %s", expression, answer.Error)
	}
	return answer.Data.Result, err
}

// series asks Prometheus for the labels of all series that the operator has.
func (s *stack) series(ctx context.Context) ([]map[string]string, error) {
	var answer struct {
		Data []map[string]string `json:"data"`
	}
	err := get(ctx, "http://"+s.prometheus+"/api/v1/series?match[]="+url.QueryEscape(`{job="isms-operator"}`), &answer)
	return answer.Data, err
}

// alert as Alertmanager holds it.
type alert struct {
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}

// alerts asks Alertmanager for the alerts that are not resolved.
func (s *stack) alerts(ctx context.Context, name string) ([]alert, error) {
	var all []alert
	err := get(ctx, "http://"+s.alertmanager+"/api/v2/alerts?active=true&filter="+url.QueryEscape("alertname="+name), &all)
	return all, err
}

func get(ctx context.Context, address string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%s: %s: %w", answer.Status, body, err)
	}
	return nil
}

// eventually waits until the condition holds, and fails with what it last said.
func eventually(t *testing.T, what string, condition func() error) {
	t.Helper()
	began := time.Now()
	for {
		err := condition()
		if err == nil {
			t.Logf("%s after %s", what, time.Since(began).Round(100*time.Millisecond))
			return
		}
		if time.Since(began) > 40*time.Second {
			t.Fatalf("not within 40 s: %s: %v", what, err)
		}
		time.Sleep(200 * time.Millisecond)
	}
}
