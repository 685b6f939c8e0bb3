package search

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"

	"broadsheet/internal/brief"
)

// BenchmarkFirstIndex measures the first index against bleve as a plain
// program sets it up, in the same run: x-plain is how many times as fast, and
// cpu-s what the processors were busy for it (which counts where others use
// the machine too).
func BenchmarkFirstIndex(b *testing.B) { eachScale(b, benchmarkFirstIndex) }

func benchmarkFirstIndex(b *testing.B, f *fixture) {
	files, _, err := f.lib.Scan(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	var ours, plain time.Duration
	b.Run("ours", func(b *testing.B) {
		defer reportCPU(b)()
		for b.Loop() {
			b.StopTimer()
			f.cache = b.TempDir()
			b.StartTimer()
			start := time.Now()
			x := f.open()
			f.refresh(x, RefreshOptions{})
			ours = time.Since(start)
			if n := x.Status().Documents; n != len(files) {
				b.Fatalf("%d briefs of %d", n, len(files))
			}
		}
		b.ReportMetric(float64(len(files))/ours.Seconds(), "briefs/s")
	})
	b.Run("plain", func(b *testing.B) {
		defer reportCPU(b)()
		for b.Loop() {
			dir := filepath.Join(b.TempDir(), "plain")
			start := time.Now()
			plainIndex(b, dir, f.dir)
			plain = time.Since(start)
		}
		b.ReportMetric(float64(len(files))/plain.Seconds(), "briefs/s")
		if ours > 0 {
			b.ReportMetric(plain.Seconds()/ours.Seconds(), "x-plain")
		}
	})
}

// reportCPU reports what processor time passes until it is called again.
func reportCPU(b *testing.B) func() {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() { b.ReportMetric((used()-before).Seconds()/float64(b.N), "cpu-s") }
}

// plainMapping is English text with positions and nothing stored.
func plainMapping() mapping.IndexMapping {
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.Store, text.DocValues, text.IncludeInAll = en.AnalyzerName, false, false, false
	doc := bleve.NewDocumentStaticMapping()
	for _, name := range []string{"title", "headings", "body", "tags"} {
		doc.AddFieldMappingsAt(name, text)
	}
	m := bleve.NewIndexMapping()
	m.DefaultMapping = doc
	return m
}

// plainIndex indexes all briefs below root as a plain program would: one
// goroutine that reads, parses and writes batches of 400.
func plainIndex(b *testing.B, dir, root string) {
	b.Helper()
	idx, err := bleve.New(dir, plainMapping())
	if err != nil {
		b.Fatal(err)
	}
	batch := idx.NewBatch()
	err = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		doc := brief.Parse(src, path, brief.Limits{})
		texts := fieldTexts(doc)
		err = batch.Index(path, map[string]any{
			"title": doc.Title, "headings": strings.Join(texts[inHeading], "\n"),
			"body": strings.Join(texts[inBody], "\n"), "tags": doc.Tags,
		})
		if err == nil && batch.Size() >= 400 {
			err = idx.Batch(batch)
			batch.Reset()
		}
		return err
	})
	if err == nil {
		err = idx.Batch(batch)
	}
	if err == nil {
		err = idx.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
}
