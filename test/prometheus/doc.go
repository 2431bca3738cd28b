// Package prometheus holds what tests the alerts and metrics against real programs:
// cases for promtool in alerts, and a test that runs Prometheus and Alertmanager
// beside the operator. "make test-prometheus" runs both.
package prometheus
