package main

import (
	"context"
	"fmt"
	"math"
	"net/netip"
	"slices"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/live"
	"github.com/isms-operator/isms-operator/internal/page"
)

type serveOptions struct {
	source
	on, until date
	language  string
	address   string
	port      int
	open      bool
}

// serveLong is what the help of serve says.
const serveLong = `Show the page of "report" in the browser of this machine, and keep it up to date: in less
than a second after an edit it shows what the edit did. The day of the slider, filters and
the record that you look at stay. Files are watched, with all that records name as
evidence; without -f, the records of the cluster.

What cannot be judged, such as a file that is half written, is told on the page, and the
rest is shown. Ctrl-C ends it.

The page is for you alone: it is served on an address of this machine, to a browser that
has opened the address that is printed, with its token. Who knows the token sees the page
as long as it is served.

Exit codes: 0 after ctrl-C; 2 for bad usage, and where nothing can be read to begin with.`

func newServe(e *env) *cobra.Command {
	o := &serveOptions{source: source{env: e}}
	c := &cobra.Command{
		Use:   "serve [-f FILE|DIR]...",
		Short: "Show the page in a browser of this machine, and what each edit does to it",
		Long:  serveLong,
		Example: examples(e, `# The page of a folder, while you edit it
%[1]s serve -R -f evidence/ --open

# The page of a namespace of the cluster
%[1]s serve -n isms

# On a fixed port, as of the day of the audit
%[1]s serve -R -f evidence/ --port 8027 --as-of 2026-10-13`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.source.addTo(c)
	flags := c.Flags()
	flags.Var(&o.on, "as-of", "Day that is judged and that the slider begins with, as 2026-10-31; today (UTC), and tomorrow the next day, where absent")
	flags.Var(&o.until, "until", "Last day of the slider; twelve months after the next external audit, or after the day, where absent")
	flags.StringVar(&o.language, "lang", page.Languages()[0], "Language of the page's own words: en, de; a reader can change it")
	flags.StringVar(&o.address, "address", "127.0.0.1", "Address of this machine alone to listen on, such as 127.0.0.1 or ::1")
	flags.IntVar(&o.port, "port", 0, "Port to listen on; a free one where it is 0")
	flags.BoolVar(&o.open, "open", false, "Open the page in the browser of this machine")
	complete(c, "lang", page.Languages())
	complete(c, "address", []string{"127.0.0.1", "::1"})
	return c
}

func (o *serveOptions) run(ctx context.Context) error {
	address, err := o.check()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watch, err := o.watch(ctx)
	if err != nil {
		return err
	}
	defer watch.close()
	f := &follower{serveOptions: o, watch: watch}
	first, err := f.first(ctx)
	if err != nil {
		return err
	}
	server, err := live.Listen(address, uint16(o.port)) //nolint:gosec // check has seen to its range
	if err != nil {
		return fmt.Errorf("--address %s --port %d: %w", o.address, o.port, err)
	}
	server.Show(first)
	go f.follow(ctx, server.Show)
	fmt.Fprintf(o.env.out, "Watching %s\nThe page is at %s\nCtrl-C ends it\n", watch.what, server.URL())
	if o.open {
		openBrowser(o.env.err, server.URL())
	}
	return server.Serve(ctx)
}

// check refuses what cannot be served, and returns the address to listen on.
func (o *serveOptions) check() (netip.Addr, error) {
	address, err := netip.ParseAddr(o.address)
	switch {
	case err != nil || !address.IsLoopback() || address.Zone() != "":
		return address, usagef("--address %s is not an address of this machine alone, and the page names people: use 127.0.0.1 or ::1, and to read it elsewhere, ssh -L, or a file of \"report\"", o.address)
	case o.port < 0 || o.port > math.MaxUint16:
		return address, usagef("--port %d is not one of 0 to %d", o.port, math.MaxUint16)
	case slices.Contains(o.files, "-"):
		return address, usagef("standard input cannot be watched: name files and folders with -f")
	case !o.until.IsZero() && o.until.Before(o.day()):
		return address, usagef("--until %s is before the start, %s", o.until.Date, o.day())
	}
	if _, ok := page.LanguageNamed(o.language); !ok {
		return address, oneOf("--lang", o.language, page.Languages())
	}
	return address, nil
}
