{{- /* Puts the default in the place of every value that there is none of. An empty key, such as "metrics:", takes
the default away in Helm, and an upgrade with --reuse-values has none for what is new. Within maps that are free to
fill, as labels and resources, an empty key takes its own away, as in any chart. Every template begins with this. */ -}}
{{- define "isms-operator.defaults" -}}
{{- $values := .Values }}
{{- range $key, $default := .Files.Get "files/defaults/values.yaml" | fromYaml }}
{{- if kindIs "invalid" (index $values $key) }}
{{- $_ := set $values $key $default }}
{{- else if and (kindIs "map" $default) (ne $key "resources") }}
{{- $section := index $values $key }}
{{- range $inner, $value := $default }}
{{- if kindIs "invalid" (index $section $inner) }}
{{- $_ := set $section $inner $value }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The prefix of all names; 40 leave room for what follows it. */ -}}
{{- define "isms-operator.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains .Chart.Name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- /* The name is that of the job in the alerts, so it does not follow the release. */ -}}
{{- define "isms-operator.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "isms-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: manager
{{- end }}

{{- define "isms-operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (printf "%s-controller-manager" (include "isms-operator.fullname" .)) }}
{{- else }}
{{- .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{- define "isms-operator.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end }}
{{- end }}

{{- /* The namespaces whose records are judged, as a JSON list; of length 0 for all. */ -}}
{{- define "isms-operator.namespaces" -}}
{{- if .Values.namespaced }}
{{- .Values.namespaces | default (list .Release.Namespace) | toJson }}
{{- else }}
{{- list | toJson }}
{{- end }}
{{- end }}

{{- /* What the operator's role allows: a list of rules. */ -}}
{{- define "isms-operator.rules" -}}
{{ (.Files.Get "files/rbac/role.yaml" | fromYaml).rules | toYaml }}
{{- range .Values.observeWorkloads }}
- apiGroups: [{{ .group | default "" | quote }}]
  resources: [{{ .resource | quote }}]
  verbs: [list, watch]
{{- end }}
{{- range .Values.observeVersions }}
{{- $parts := splitList "/" . }}
- apiGroups: [{{ if eq (len $parts) 3 }}{{ first $parts | quote }}{{ else }}""{{ end }}]
  resources: [{{ last $parts | lower }}s]
  verbs: [list, watch]
{{- end }}
{{- end }}

{{- define "isms-operator.args" -}}
{{- if .Values.leaderElection.enabled }}
- --leader-elect
{{- end }}
- --health-probe-bind-address=:8081
{{- if .Values.metrics.enabled }}
- --metrics-bind-address=:{{ .Values.metrics.port }}
{{- if not .Values.metrics.secure }}
- --metrics-secure=false
{{- end }}
{{- if .Values.metrics.certificateSecret }}
- --metrics-cert-dir=/etc/isms-operator/metrics
{{- end }}
{{- else }}
- --metrics-bind-address=0
{{- end }}
{{- if .Values.leaderElection.enabled }}
- --leader-election-identity=$(POD_NAME)_$(POD_UID)
{{- end }}
{{- if and .Values.metrics.enabled (ne .Values.metrics.series "auto") }}
- --metrics-series={{ .Values.metrics.series }}
{{- end }}
{{- if and .Values.metrics.enabled (ne (int .Values.metrics.seriesLimit) 20000) }}
- --metrics-series-limit={{ int .Values.metrics.seriesLimit }}
{{- end }}
{{- if .Values.openReports.enabled }}
- --open-reports
{{- end }}
{{- if .Values.observeRights.enabled }}
- --observe-rights
{{- end }}
{{- if .Values.namespaced }}
- --namespaces={{ .Values.namespaces | join "," | default "$(POD_NAMESPACE)" }}
{{- end }}
{{- with .Values.observeWorkloads }}
{{- $kinds := list }}
{{- range . }}
{{- $kinds = append $kinds (list .group .version .kind | compact | join "/") }}
{{- end }}
- --observe-workloads={{ join "," $kinds }}
{{- end }}
{{- with .Values.observeVersions }}
- --observe-versions={{ join "," . }}
{{- end }}
{{- if .Values.lifecycles }}
- --lifecycles=/etc/isms-operator/lifecycles
{{- end }}
{{- with .Values.trustRoots }}
- --trust-root={{ join "," . }}
{{- end }}
{{- with .Values.writers }}
- --writers={{ . }}
{{- end }}
{{- if ne .Values.logging.level "info" }}
- --zap-log-level={{ .Values.logging.level }}
{{- end }}
{{- end }}
