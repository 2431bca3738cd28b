package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func maintenanceRecord() assess.Kind {
	return assess.KindOf[*api.MaintenanceRecord]("MaintenanceRecord", "maintenancerecords", assess.Maintenance, nil)
}
