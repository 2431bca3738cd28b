package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io/fs"
	"time"
)

// member is a file of an archive.
type member struct {
	name string
	mode fs.FileMode
	data []byte
}

// pack writes an archive of the kind that the platform's users expect. Members come
// in the order given, owned by nobody, all of one time.
func pack(members []member, p platform, at time.Time) (data []byte, extension string, err error) {
	if p.os == "windows" {
		data, err = packZip(members, at)
		return data, ".zip", err
	}
	data, err = packTar(members, at)
	return data, ".tar.gz", err
}

func packTar(members []member, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	compressed := gzip.NewWriter(&out) // its header names no file and no time
	archive := tar.NewWriter(compressed)
	for _, m := range members {
		header := &tar.Header{Name: m.name, Mode: int64(m.mode), Size: int64(len(m.data)), ModTime: at, Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := archive.Write(m.data); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	err := compressed.Close()
	return out.Bytes(), err
}

func packZip(members []member, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, m := range members {
		header := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: at}
		header.SetMode(m.mode)
		w, err := archive.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(m.data); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return out.Bytes(), err
}
