// Package helm keeps what the tests of the chart take from other modules.
package helm

import _ "github.com/openreports/reports-api/apis/openreports.io/v1alpha1" // its module carries the CRD
