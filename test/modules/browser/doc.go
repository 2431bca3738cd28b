// Package browser tests the page (internal/page) in Debian's chromium: every day of its slider
// against the engine, that it asks nobody for anything, that hostile text is inert, that a
// shared address restores a view, that it prints, and that readers who do not see or do not
// use a mouse can use it (axe-core, which npm puts into .local).
package browser
