package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// readMembers reads who is in which group: lines of group,user, or YAML or JSON of lists by
// group. Without a file nobody looked.
func readMembers(name string) (map[string][]string, error) {
	if name == "" {
		return nil, nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, usagef("--members: %w", err)
	}
	var members map[string][]string
	if slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(name))) {
		if err := yaml.UnmarshalStrict(content, &members); err != nil {
			return nil, usagef("--members: %s is not YAML of lists of users by group, such as {admins: [ada, bob]}: %w", name, err)
		}
	} else if members, err = membersOfLines(name, content); err != nil {
		return nil, err
	}
	if len(members) == 0 {
		return nil, usagef("--members: %s names no group; write lines of group,user, or leave --members out where nobody looked", name)
	}
	for group, users := range members {
		if group == "" || slices.Contains(users, "") {
			return nil, usagef("--members: %s has a group or a user without a name", name)
		}
	}
	return members, nil
}

// membersOfLines reads lines of group,user; group, alone says that nobody is in it.
func membersOfLines(name string, content []byte) (map[string][]string, error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	reader.Comment, reader.FieldsPerRecord, reader.TrimLeadingSpace = '#', -1, true
	members := map[string][]string{}
	for first := true; ; first = false {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return members, nil
		}
		if err != nil {
			return nil, usagef("--members: %s: %w", name, err)
		}
		line, _ := reader.FieldPos(0)
		if len(row) != 2 || strings.TrimSpace(row[0]) == "" {
			return nil, usagef("--members: %s:%d: found %s; allowed is group,user, or \"group,\" where nobody is in it", name, line, fmt.Sprintf("%q", strings.Join(row, ",")))
		}
		group, user := strings.TrimSpace(row[0]), strings.TrimSpace(row[1])
		switch {
		case first && group == "group" && user == "user": // the names of the columns
		case user == "":
			members[group] = append([]string{}, members[group]...)
		default:
			members[group] = append(members[group], user)
		}
	}
}
