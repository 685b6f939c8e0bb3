package search

import (
	"math"
	"unicode/utf8"

	"broadsheet/internal/query"
	"broadsheet/internal/terms"
)

// How briefs are ranked: BM25F (Robertson, Zaragoza and Taylor, "Simple BM25
// extension to multiple weighted fields", CIKM 2004), with the true lengths of
// the fields from the catalogue. All written words that stand for a word of
// the query count as one word, each by its weight. The numbers are one setting
// for everything, chosen on collections with human judgments.
const (
	saturation  = 2.0 // k1
	phraseBonus = 1.5 // a phrase against the sum of its words
)

// weightOf is what an occurrence of a written word counts against one of the
// word that was asked for.
func weightOf(by query.By) float32 {
	switch by {
	case query.Exact:
		return 1
	case query.Form:
		return 0.8
	case query.Spelling:
		return 0.8
	case query.Meaning:
		return 0.6
	case query.Near:
		return 0.5
	}
	return 0.4 // a beginning, or by sound
}

// fieldBoost is what an occurrence in a field counts against one in the body,
// fieldNorm how much the field's length counts against it (b).
var (
	fieldBoost = [numFields]float32{inTitle: 2.5, inHeading: 1.5, inBody: 1, inTags: 2, inSource: 0.5, inAuthor: 0.5}
	fieldNorm  = [numFields]float32{inTitle: 0.7, inHeading: 0.4, inBody: 0.75, inTags: 0.4, inSource: 0.4, inAuthor: 0.4}
)

// word answers one word, in all its forms, spellings and names, as a beginning
// or a near spelling. aliases are what it, or it and its neighbours, may also be
// written as.
func (e *evaluator) word(w query.Word, aliases []query.Alias, fields []int) (answer, error) {
	switch {
	case w.Stop || len(w.Folded) == 0:
		return answer{void: true}, nil
	case len(w.Folded) > 1:
		return e.compound(w, aliases, fields)
	case w.IsStop():
		return e.stop(w, fields)
	}
	sense := query.NewSense(w, w.Folded[0].Text)
	forms, begins, err := e.forms(w, sense, fields)
	if err != nil {
		return answer{}, err
	}
	var reached [numTiers]int // how many briefs have been touched behind each tier
	for t := range reached {
		if err := e.countTier(tier(t), forms, fields); err != nil {
			return answer{}, err
		}
		if tier(t) == asAsked {
			if begins.words == nil {
				e.countAll(begins)
			}
			if err := e.inTwo(w, sense, fields); err != nil {
				return answer{}, err
			}
		}
		if err := e.named(tier(t), w, aliases, fields); err != nil {
			return answer{}, err
		}
		reached[t] = len(e.touched)
	}
	e.speak(fields, forms)
	return e.settle(w.Text, 1, reached), nil
}

// forms gives the written words that stand for a word, and its beginnings.
func (e *evaluator) forms(w query.Word, sense *query.Sense, fields []int) ([]form, beginning, error) {
	var b beginning
	var forms []form
	var err error
	if w.Prefix && !w.Fuzzy && shortBegin(sense.Word) {
		forms = []form{{text: sense.Word}} // the others are among the beginnings
	} else if forms, err = e.c.stands(sense); err != nil {
		return nil, b, err
	}
	if !w.Fuzzy && !w.Prefix {
		return forms, b, nil
	}
	place := make(map[string]int, len(forms))
	forms = append([]form(nil), forms...) // the generation keeps the list
	for i, f := range forms {
		place[f.text] = i
	}
	add := func(words []string, by query.By) {
		for _, v := range words {
			if i, ok := place[v]; !ok {
				place[v] = len(forms)
				forms = append(forms, form{text: v, by: by})
			} else if forms[i].by > by {
				forms[i] = form{text: v, by: by}
			}
		}
	}
	if w.Prefix {
		if b, err = e.c.begins(fields, sense.Word); err != nil {
			return nil, b, err
		}
		add(b.words, query.Begin)
	}
	if w.Fuzzy {
		near, err := e.c.near(sense.Word, func(v string) bool { return query.NearSpelling(sense.Word, v) })
		if err != nil {
			return nil, b, err
		}
		add(near, query.Near)
	}
	return forms, b, nil
}

// shortBegin tells whether a word that is being typed is so short that all its
// forms begin with it, and that it has no sound: to look for them among all
// words with these letters would be most of the time of the search.
func shortBegin(word string) bool {
	return len(word) <= beginRunes && word[0] < utf8.RuneSelf && terms.SoundKey(word) == ""
}

// countTier counts the forms of one tier.
func (e *evaluator) countTier(t tier, forms []form, fields []int) error {
	for _, f := range fields {
		for _, w := range forms {
			if tierOf(w.by) != t {
				continue
			}
			if err := e.count(f, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// inTwo counts where a word is written in two (cease fire). A word of a query
// that is a near spelling or one of several parts is not looked for so.
func (e *evaluator) inTwo(w query.Word, sense *query.Sense, fields []int) error {
	if w.Fuzzy {
		return nil
	}
	pairs, err := e.c.inTwo(sense, fields)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		words := []phraseWord{{forms: []form{{text: p.left}}, from: 0, to: 1}, {from: 1, to: 2}}
		for _, r := range p.rights {
			words[1].forms = append(words[1].forms, form{text: r})
		}
		if err := e.countApart(p.left, p.rights, words, fields); err != nil {
			return err
		}
	}
	return nil
}

// countApart adds the places where a word is written in two. One with a hyphen
// stands in the index in both ways: what is counted in one word already is not
// counted again.
func (e *evaluator) countApart(left string, rights []string, words []phraseWord, fields []int) error {
	for _, f := range fields {
		runs, err := e.c.runs(f, words)
		if err != nil || len(runs) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		joined := map[int32]int{}
		for _, right := range rights {
			if err := e.c.counts(f, []byte(left+right), func(ord int32, n int, _ bool) { joined[ord] += n }); err != nil {
				return err
			}
		}
		for _, r := range runs {
			if n := int(r.n) - joined[r.ord]; n > 0 {
				e.found(f, r.ord, left+" "+rights[0], query.Exact, n)
			}
		}
	}
	return nil
}

// named counts, of what a word or it and its neighbours may be written as,
// what is of a tier.
func (e *evaluator) named(t tier, w query.Word, aliases []query.Alias, fields []int) error {
	for _, a := range aliases {
		var err error
		switch {
		case a.By == query.Exact: // in one word
			var forms []form
			if forms, err = e.c.stands(query.NewSense(a.OneWord(w), a.Folded[0].Text)); err == nil {
				err = e.countTier(t, forms, fields)
			}
		case tierOf(a.By) == t:
			err = e.name(a, fields)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// name counts one name.
func (e *evaluator) name(a query.Alias, fields []int) error {
	words, err := phraseOf(a.Folded, asNamed)
	if err != nil {
		return err
	}
	if len(words) > 1 {
		return e.countRuns(a.Text, words, fields, query.Meaning)
	}
	alone := words[0].forms[0]
	alone.by = query.Meaning
	return e.countTier(byName, []form{alone}, fields)
}

// stop answers a stop word that stands alone.
func (e *evaluator) stop(w query.Word, fields []int) (answer, error) {
	for _, f := range fields {
		for _, text := range []string{w.Folded[0].Text, stopMark + w.Folded[0].Text} {
			if err := e.count(f, form{text: text}); err != nil {
				return answer{}, err
			}
		}
	}
	n := len(e.touched)
	return e.settle(w.Text, 1, [numTiers]int{n, n, n}), nil
}

// compound answers a word of several parts: written in one, with a hyphen or
// apart (ceasefire, cease-fire, cease fire), each part in all its forms.
func (e *evaluator) compound(w query.Word, aliases []query.Alias, fields []int) (answer, error) {
	end := 0
	for _, t := range w.Folded {
		end = max(end, t.Pos+max(t.Span, 1))
	}
	words, err := phraseOf(w.Folded, func(t terms.Term) ([]form, error) {
		if t.Stop {
			return []form{{text: stopMark + t.Text}, {text: t.Text}}, nil
		}
		part := w
		part.Prefix = w.Prefix && t.Pos+max(t.Span, 1) == end
		list, _, err := e.forms(part, query.NewSense(w, t.Text), fields)
		return list, err
	})
	if err != nil {
		return answer{}, err
	}
	return e.sequence(w, aliases, words, fields, 1)
}

// phrase answers words in quotes: as written, one after another.
func (e *evaluator) phrase(p query.Phrase, fields []int) (answer, error) {
	words, err := phraseOf(p.Folded, exactly)
	if err != nil || len(words) == 0 {
		return one(e.set()), err
	}
	return e.sequence(query.Word{Text: p.Text}, nil, words, fields, phraseBonus)
}

// sequence scores words one after another as if they were one word, w.
func (e *evaluator) sequence(w query.Word, aliases []query.Alias, words []phraseWord, fields []int, weight float64) (answer, error) {
	runs := make([][]run, len(fields))
	for i, f := range fields {
		if err := e.c.phrase(f, words, func(r run) { runs[i] = append(runs[i], r) }); err != nil {
			return answer{}, err
		}
	}
	var reached [numTiers]int
	for t := range reached {
		for i, f := range fields {
			for _, r := range runs[i] {
				if tierOf(r.by) == tier(t) {
					e.found(f, r.ord, w.Text, r.by, int(r.n))
				}
			}
		}
		if err := e.named(tier(t), w, aliases, fields); err != nil {
			return answer{}, err
		}
		reached[t] = len(e.touched)
	}
	return e.settle(w.Text, weight, reached), nil
}

// countRuns adds the places of words one after another to the sums.
func (e *evaluator) countRuns(text string, words []phraseWord, fields []int, by query.By) error {
	for _, f := range fields {
		runs, err := e.c.runs(f, words)
		if err != nil {
			return err
		}
		for _, r := range runs {
			e.found(f, r.ord, text, by, int(r.n))
		}
	}
	return nil
}

// count adds the occurrences of a form in a field to the sums.
func (e *evaluator) count(f int, w form) error {
	if w.capital && !w.fields.has(f) {
		return nil
	}
	return e.c.counts(f, []byte(w.text), func(ord int32, n int, capital bool) {
		if capital || !w.capital {
			e.found(f, ord, w.text, w.by, n)
		}
	})
}

// found adds n occurrences of a written word, in a field of a brief, to the sum
// of the word in hand.
func (e *evaluator) found(f int, ord int32, text string, by query.By, n int) {
	e.add(ord, e.share(f, ord, weightOf(by))*float32(n))
	if e.watch != nil {
		e.watch.found(ord, Found{Text: text, Field: fieldNames[f], Times: n, By: by})
	}
}

// share is what one occurrence in a field counts in this brief.
func (e *evaluator) share(f int, ord int32, weight float32) float32 {
	return weight * e.shares[f][ord]
}

func (e *evaluator) add(ord int32, v float32) {
	if e.sum[ord] == 0 {
		e.touched = append(e.touched, ord)
	}
	e.sum[ord] += v
}

// countAll gives every brief of a beginning the same.
func (e *evaluator) countAll(b beginning) {
	for s, docs := range b.docs {
		ord := e.c.g.segs[s].ord
		it := docs.Iterator()
		for it.HasNext() {
			if o := ord[it.Next()]; e.sum[o] == 0 {
				e.add(o, weightOf(query.Begin))
				if e.watch != nil {
					e.watch.found(o, Found{Times: 1, By: query.Begin})
				}
			}
		}
	}
}

// rarity is what a word weighs that so many of the briefs have.
func (e *evaluator) rarity(having int) float64 {
	n, df := float64(len(e.cat.entries)), float64(having)
	return math.Log(1 + (n-df+0.5)/(df+0.5))
}

// settle turns the sums of one word into scores, and the briefs that have any
// into an answer: the first reached[t] of them have it by tier t or better.
func (e *evaluator) settle(text string, weight float64, reached [numTiers]int) answer {
	var a answer
	idf := float32(weight * e.rarity(len(e.touched)))
	s, from := e.set(), 0
	for t := range reached {
		for _, o := range e.touched[from:reached[t]] {
			s.add(o)
		}
		from = reached[t]
		a.full[t] = s
		if t+1 < len(reached) && reached[t+1] > from {
			s = append(set(nil), s...)
		}
	}
	a.any = s
	for _, o := range e.touched {
		adds := idf * e.sum[o] * (saturation + 1) / (saturation + e.sum[o])
		e.sum[o] = 0
		if !e.silent {
			e.score[o] += adds
		}
		switch {
		case e.watch == nil:
		case e.silent:
			e.watch.unscored(o)
		default:
			e.watch.settled(o, text, len(e.touched), adds)
		}
	}
	e.touched = e.touched[:0]
	return a
}
