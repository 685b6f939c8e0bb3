package search

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"

	"broadsheet/internal/brief"
)

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
