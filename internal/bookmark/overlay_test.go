package bookmark

import (
	"cmp"
	"strings"
	"testing"
)

// A copy of the marked passage stands further on. Both of what stood next to
// the marked one is gone: it is known by this, that the copy is where it was.
// A bookmark of an earlier version does not know what stood next to the copy,
// so it is lost, with both offered.
func TestTheCopyIsKnownByWhatStandsNextToIt(t *testing.T) {
	again := "\n## Again\n\nSaid once more.\n\n" + middle + "\n\nAnd no more.\n"
	a := marked(t, whole+again, middle, 0)
	now := strings.Replace(whole, middle+"\n\n"+closing, "Something else.\n\n"+middle+"\n\nAnd yet another thing.", 1) + again
	place := Resolve(parse(now), a)
	if place.State != Moved || place.Span.Start != strings.Index(now, middle) {
		t.Errorf("%s at %d", place.State, place.Span.Start)
	}
	text := string(encode(Bookmark{Anchor: a}, nil))
	before, rest, _ := strings.Cut(text, "outline: ")
	_, after, _ := strings.Cut(rest, "\n")
	old, _, err := decode([]byte(before + "lookalikes:\n  - \"Said once more. \\n\\n And no more.\"\n" + after))
	if err != nil || old.Outline != "" || len(old.Alike) != 1 {
		t.Fatalf("%v %v %v\n%s", err, old.Outline, old.Alike, before+after)
	}
	if place := Resolve(parse(now), old.Anchor); place.State != Lost || len(place.Candidates) != 2 {
		t.Errorf("of an earlier version: %s, %d candidates", place.State, len(place.Candidates))
	}
}

// Where an anchor knows of lookalikes, something must be seen at a place that was
// at none of them before the place is taken; else it is lost, with them all as
// candidates.
func TestWhatTellsAmongLookalikes(t *testing.T) {
	const (
		patrols = "The sticking point is who may watch the crossings."
		seen    = "Observers were seen at the crossings by three traders."
		head    = "# Talks\n\n" + opening + "\n\n"
	)
	raw := func(rows ...string) string {
		return head + "<table>\n" + strings.Join(rows, "\n") + "\n</table>\n\n" + ending + "\n"
	}
	for _, c := range []struct {
		name  string
		src   string
		words string
		nth   int
		now   string
		state State
		stand string // what stands at the place found; "" the words
		other int    // where lost: candidates
		early bool   // an anchor of an earlier version, which knows less of lookalikes, stands elsewhere
	}{
		{
			name: "of two that say the same one is where its copy was, and the other next to nothing that is known",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now:   head + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n\nNobody said more.\n\n" + patrols + "\n\nAnd that was that.\n",
			state: Lost, other: 2,
		},
		{
			name: "the same, where the copy has other words",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + "\n\n" + ending + "\n", words: patrols,
			now:   head + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + "\n\n" + ending + "\n\nNobody said more.\n\n" + patrols + "\n\nAnd that was that.\n",
			state: Moved,
		},
		{
			name: "on one side stands what stood next to the copy, on the other what stood next to the marked one",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now:   "# Talks\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\nNobody said more.\n\n" + opening + "\n\n" + patrols + "\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "a copy of the lookalike, letter by letter, has come between the neighbours",
			src:  head + "Crowd of traders at the northern gate.\n\nCrowd of traders at the northern gate.\n\n" + closing + "\n\n" + lengthy + "\n\nCrowd of traders at the northern gate\n\n" + ending + "\n", words: "Crowd of traders at the northern gate.", nth: 1,
			now:   head + "Crowd of traders at the northern gate.\n\nCrowd of traders at the northern gate.\n\nCrowd of traders at the northern gate\n\n" + closing + "\n\n" + lengthy + "\n\nCrowd of traders at the northern gate\n\n" + ending + "\n",
			state: Lost, other: 4,
		},
		{
			name: "a copy is gone, and the one that is left has one neighbour of the marked one: it may have come there",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now:   head + patrols + "\n\nNobody said more.\n\n" + closing + "\n\n" + lengthy + "\n\n" + ending + "\n",
			state: Lost, other: 1,
		},
		{
			name: "a copy is gone, and the one that is left has both neighbours",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now: head + "Nobody said more. " + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + ending + "\n",
		},
		{
			name: "the copy has come after the marked one, which begins the brief",
			src:  patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now:   patrols + "\n\n" + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "between the neighbours of the lookalike, with words that neither had",
			src:  head + "Your Language tender Emma’s Language\n\nYour Language is Emma’s Language\n\n" + closing + "\n\n" + ending + "\n", words: "Your Language is Emma’s Language",
			now:   head + "Your Language 1987 Emma’s Language\n\nYour ledger is Emmya’s Language\n\n" + closing + "\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "between the very neighbours, with other words, while a copy that was made since has the words",
			src:  head + "Traders: order your posters from the office\n\n" + closing + "\n\n" + lengthy + "\n\n" + ending + "\n", words: "Traders: order your posters from the office",
			now:   head + "Traders: order your ledger from the office\n\n" + closing + "\n\n" + lengthy + "\n\nTraders: order your posters from the office\n\n" + ending + "\n",
			state: Changed, stand: "Traders: order your ledger from the office",
		},
		{
			name: "of a lookalike the very words are shown only now, for its tags are read as such",
			src:  raw("1. "+seen, "", `    1. <a title="{{< ref "a.md" >}}">`+seen+"</a>"), words: "1. " + seen,
			now:   raw("1. <a title=\"{{< ref \"a.md\" >}}\">"+seen+"</a>", ""),
			state: Lost, other: 1,
		},
		{
			name: "of two passages the first has grown, and what stands before it says nearly what it said",
			src:  head + strings.Replace(patrols, "crossings", "harbours", 1) + "\n\n" + patrols + "\n\n" + seen + "\n\n" + ending + "\n", words: patrols + "\n\n" + seen,
			now:   head + strings.Replace(patrols, "crossings", "harbours", 1) + "\n\n" + patrols + " Nobody said more.\n\n" + seen + "\n\n" + ending + "\n",
			state: Changed, stand: patrols + " Nobody said more.\n\n" + seen,
		},
		{
			name: "one word of a passage that is deleted, between passages that end with it",
			src:  head + "list item\n\nlist item, an item\n\nlist item\n\n" + closing + "\n", words: "item", nth: 2,
			now:   head + "list item\n\nlist item\n\n" + closing + "\n",
			state: Lost, other: 2,
		},
		{
			name: "a word is taken out, and an address that has it is shown elsewhere",
			src:  head + "Building a customer-centric digital ecosystem\n\n" + closing + "\n\n[More](https://example.org/digital-ecosystem/)\n", words: "ecosystem",
			now:   head + "Building a customer-centric digital\n\n" + closing + "\n\nhttps://example.org/digital-ecosystem/\n",
			state: Lost, other: 1,
		},
		{
			name: "a word is taken out of a link, whose address, which has it, is shown by that",
			src:  head + "[Building a digital ecosystem](https://example.org/digital-ecosystem/)\n\n" + closing + "\n", words: "ecosystem",
			now:   head + "[Building a digital [first](https://example.org/a)](https://example.org/digital-ecosystem/)\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "it is deleted, and a copy of its lookalike is merged with a passage elsewhere",
			src:  head + patrols + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + ending + "\n", words: patrols + " " + seen,
			now:   head + closing + " " + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "it is deleted, and its lookalike is edited where it was",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + "\n\n" + ending + "\n", words: patrols,
			now:   head + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "the crossings", "those harbours", 1) + "\n\n" + ending + "\n",
			state: Lost, other: 1,
		},
		{
			name: "it is edited, and its lookalike is still where it was",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + "\n\n" + ending + "\n", words: patrols,
			now:   head + strings.Replace(patrols, "the crossings", "these crossings", 1) + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + "\n\n" + ending + "\n",
			state: Changed, stand: strings.Replace(patrols, "the crossings", "these crossings", 1),
		},
		{
			name: "the second of two places of a word in one passage is deleted",
			src:  head + "Pay the toll at the gate, then ask for the toll slip, and keep it.\n\n" + closing + "\n", words: "the toll", nth: 1,
			now:   head + "Pay the toll at the gate, then ask for a slip, and keep it.\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "of two that say the same one comes to its neighbour, the other over it",
			src:  head + closing + "\n\n" + patrols + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now:   head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "an edited copy stands before another copy, and the lookalike is where it was",
			src:  patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now:   strings.Replace(patrols, "point", "pint", 1) + "\n\n" + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n",
			state: Lost, other: 3,
		},
		{
			name: "a part is rewritten, and a copy of the lookalike, which has the words, has come beside it",
			src:  head + patrols + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + ending + "\n", words: seen,
			now:   head + patrols + " Nothing was seen of them but a single lamp at night, says one.\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "a part is deleted with its passage, and the next passage, which has its words, is edited",
			src:  head + closing + " " + seen + " Nobody said more of it to us.\n\n" + ending + " " + seen + " Nobody said more of it to us.\n\n" + lengthy + "\n", words: seen + " Nobody said more of it to us.",
			now:   head + strings.Replace(ending, "first", "last", 1) + " " + seen + " Nobody said more of it to us." + "\n\n" + lengthy + "\n",
			state: Lost, other: 1,
		},
		{
			name: "the same, where the next passage has nearly its words",
			src:  head + closing + " " + lengthy + "\n\n" + ending + " " + strings.Replace(lengthy, "ninety", "eighty", 1) + "\n\n" + middle + "\n", words: lengthy,
			now:   head + strings.Replace(ending, "first", "last", 1) + " " + strings.Replace(lengthy, "ninety", "eighty", 1) + "\n\n" + middle + "\n",
			state: Lost, other: 1,
		},
		{
			name: "of a passage that says the words twice one half is gone",
			src:  head + "At the gate they counted 15 lorries a minute at dawn, and at the gate they counted 15 lorries a minute at dusk, says the office.\n\n" + closing + "\n", words: "a minute", nth: 1,
			now:   head + "At the gate they counted 15 lorries a minute at dusk, says the office.\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "of a passage that says the words twice one is replaced",
			src:  head + "Pay the toll, and keep it: the toll is paid once.\n\n" + closing + "\n", words: "the toll", nth: 1,
			now:   head + "Pay the toll, and keep it: the fare is paid once.\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "part of one of two that say the same, of which one comes to its neighbour",
			src:  head + closing + "\n\n" + patrols + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: "who may watch the crossings",
			now:   head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "it is edited, something is put in after it, and the copy is gone: it may have come there",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now:   head + strings.Replace(patrols, "the crossings", "these crossings", 1) + "\n\nNobody said more.\n\n" + closing + "\n\n" + lengthy + "\n\n" + ending + "\n",
			state: Lost, other: 1,
		},
		{
			name: "a long one is deleted, and its lookalike is edited where it was",
			src:  head + patrols + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + ending + "\n", words: patrols + " " + seen,
			now:   head + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "the crossings", "all harbours", 1) + " " + seen + "\n\n" + ending + "\n",
			state: Lost, other: 1,
		},
		{
			name: "of a passage that says nearly the words twice one half is gone",
			src:  head + "Office of Personnel Digital Strategy HTML, and Office of Personnel Digital Strategy XML, are read by the clerks each year.\n\n" + closing + "\n", words: "Office of Personnel Digital Strategy HTML",
			now:   head + "Office of Personnel Digital Strategy XML, are read by the clerks each year.\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "of a passage that says the words twice the halves change places, and one is edited",
			src:  head + "At dawn the clerk may open all the gates of the town; at dusk the clerk may shut all the gates of the town.\n\n" + closing + "\n", words: "the clerk may",
			now:   head + "At dusk the clerk may shut all the gates of the town; at dawn no one can open all the gates of the town.\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "part of one of two that say the same, beside an edited copy of it",
			src:  patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: "who may watch the crossings",
			now:   strings.Replace(patrols, "point", "pint", 1) + "\n\n" + strings.Replace(patrols, "who may", "who can", 1) + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n",
			state: Lost, other: 3,
		},
		{
			name: "one more has come to a copy of two that stand side by side",
			src:  head + patrols + "\n\n" + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + ending + "\n", words: patrols,
			now:   head + patrols + "\n\n" + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n",
			state: Lost, other: 3, early: true,
		},
		{
			name: "a passage that says the words twice is edited, and another like it put in beside it",
			src:  head + "Pay the toll, and keep it: the toll is paid once.\n\n" + closing + "\n", words: "the toll", nth: 1,
			now:   head + "Pay the toll, and keep it: the toll is paid onc.\n\nPay the toll, and do keep it: the toll is paid one time.\n\n" + closing + "\n",
			state: Lost, other: 4, early: true,
		},
		{
			name: "in its place stand the words of a lookalike",
			src:  head + "They count at the northern gate by day and by night, as the office said.\n\n" + closing + "\n\nWho counts at the southern gate?\n", words: "the northern gate",
			now:   head + "They count at the southern gate by day and by night, as the office said.\n\n" + closing + "\n\nWho counts at the southern gate?\n",
			state: Lost, other: 2,
		},
		{
			name: "a short heading gets a sentence, and what stood next to it is gone",
			src:  head + closing + "\n\n## Who counts\n\n" + lengthy + "\n\n" + ending + "\n", words: "Who counts",
			now:   head + "Nobody said more.\n\n## Who counts Nobody has said so.\n\n" + ending + "\n",
			state: Moved,
		},
		{
			name: "a short heading moves, and gets another letter",
			src:  head + closing + "\n\n## Who counts\n\n" + lengthy + "\n\n" + ending + "\n", words: "Who counts",
			now:   head + "## Who countfs\n\n" + closing + "\n\n" + lengthy + "\n\n" + ending + "\n",
			state: Changed, stand: "Who countfs",
		},
		{
			name: "a word is taken out of one of two that say the same",
			src:  head + "## The measurement programme of the northern office\n\n" + closing + "\n\n" + lengthy + "\n\n## The measurement programme of the northern office\n\n" + ending + "\n", words: "The measurement programme of the northern office",
			now:   head + "## measurement programme of the northern office\n\n" + closing + "\n\n" + lengthy + "\n\n## The measurement programme of the northern office\n\n" + ending + "\n",
			state: Changed, stand: "measurement programme of the northern office",
		},
		{
			name: "a word that its passage says twice is edited, and so is the passage",
			src:  head + "The traders who were there count the traders who come to the gate at dawn, and nobody else.\n\n" + closing + "\n", words: "traders who", nth: 1,
			now:   head + "The traders who were there countd the tradrs who come to the gate at dawn, and nobod else.\n\n" + closing + "\n",
			state: Changed, stand: "tradrs who",
		},
		{
			name: "one of many places of a word in a passage where others are edited",
			src:  head + "Of the counts that were made at the gate, those that count are the ones that the clerk has kept.\n\n" + closing + "\n", words: "that", nth: 1,
			now: head + "Of the counts tht were made at the gate, those that count are the ones tfhat the clerk has kept.\n\n" + closing + "\n",
		},
		{
			name: "it is deleted, and one that was a little too unlike for a lookalike is made liker",
			src:  head + "ledger Center Technologies\n\nContact Center Technologies\n\n" + closing + "\n", words: "Contact Center Technologies",
			now:   head + "courier Center Technologies\n\n" + closing + "\n",
			state: Lost,
		},
		{
			name: "its lookalike comes into its passage from elsewhere, after it",
			src:  head + middle + "\n\n" + patrols + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + ending + "\n", words: patrols + " " + seen,
			now:   head + patrols + " " + seen + " " + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + ending + "\n",
			state: OK,
		},
		{
			name: "something is put in before it, and one that said the same is edited where it was",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now: head + "Nobody said more.\n\n" + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + "\n\n" + ending + "\n",
		},
		{
			name: "the words are rewritten, and the address of their link, which says nearly the same, is shown",
			src:  head + "- [Checklist of requirements for federal services](https://example.org/checklist-of-requirements-for-federal-services)\n- " + closing + "\n", words: "Checklist of requirements for federal services",
			now:   head + "- [All that is asked\n\nof everybody](https://example.org/checklist-of-requirements-for-federal-services)\n- " + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "the words stand in its place, and nearly the words at the end of the same passage",
			src:  head + "Analytics.example.org\n\n" + closing + "\n\n" + lengthy + "\n", words: "Analytics.example.org",
			now:   "# Talks\n\nNobody said more of it.\n\nAnalytics.example.org Ask the office, or see analytics.example.org.\n\n" + closing + "\n\n" + lengthy + "\n",
			state: Moved, early: true,
		},
		{
			name: "a word is taken out of a link, whose address, which has nearly the word, is shown by that",
			src:  head + "- It was held over [Zoom](https://www.zoom.example).\n- " + closing + "\n", words: "Zoom",
			now:   head + "- It was held over www.zoom.example.\n- " + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "a row that says the words twice comes apart, and one half is edited",
			src:  head + "| is it asked | and is it asked | answer |\n|---|---|---|\n| Why we count | who counts | |\n| vessel value: the gate has a current need, and there is somebody to say so. | Customer value: the gate has a current need, and there is somebody to say so. | Yes |\n| Nobody asks | nor says | No |\n\n" + closing + "\n", words: "current need, and there is somebody", nth: 1,
			now:   head + "| is it asked | and is it asked | answer |\n|---|---|---|\n| Why we count | who counts | Customer value: the gate has a current need, and there is somebody to say so. |\n| vessel value: the gate has a current need, and there is somebody to say so. | | Yes |\n| Nobody asks | nor says | No |\n\n" + closing + "\n",
			state: Lost, other: 2,
		},
		{
			name: "a word is taken out of an address, which is shown twice by that",
			src:  head + "- [https://example.org/awareness?page=3](https://example.org/awareness?page=3)\n- " + closing + "\n", words: "page",
			now:   head + "- [https://example.org/[awareness](https://example.org)?=3](https://example.org/awareness?page=3)\n- " + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "both of a short one and of its neighbour are edited, and that becomes the liker",
			src:  head + "What&#harbour;s Next\n\nWhat’s Next\n\n" + closing + "\n", words: "What’s Next",
			now:   head + "What&#42;s Next\n\nWhat&#;s Next\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "it begins the brief and is edited, and a copy of its edited lookalike comes after it",
			src:  patrols + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + ending + "\n", words: patrols + " " + seen,
			now:   strings.Replace(patrols, "point", "pint", 1) + " " + seen + "\n\n" + strings.Replace(patrols, "who may watch the crossings", "who can watch the harbours", 1) + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "who may watch the crossings", "who can watch the harbours", 1) + " " + seen + "\n\n" + ending + "\n",
			state: Lost, other: 3,
		},
		{
			name: "it is deleted, and its lookalike comes into its place and is edited",
			src:  head + patrols + " " + seen + "\n\n" + closing + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + lengthy + "\n\n" + ending + "\n", words: patrols + " " + seen,
			now:   head + strings.Replace(patrols, "who may watch the crossings", "who can watch the harbours", 1) + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + ending + "\n",
			state: Lost, other: 1,
		},
		{
			name: "a short word is deleted with its passage, and what is put into the one before it ends with it",
			src:  head + closing + "\n\n- maps for those who come by dusk.\n- " + lengthy + "\n", words: "dusk",
			now:   head + closing + " The window was put off, and the nine with dusk.\n\n- " + lengthy + "\n",
			state: Lost, other: 1,
		},
		{
			name: "a heading whose words begin the passage after it, which is edited",
			src:  head + "## Crossings\n\nCrossings are counted by the office at the gate.\n\n" + closing + "\n", words: "Crossings",
			now: head + "## Crossings\n\nCrossings are counted by the clerks at each gate.\n\n" + closing + "\n",
		},
		{
			name: "it is deleted, and one that had its words and more comes apart",
			src:  head + patrols + "\n\n" + seen + " " + patrols + "\n\n" + closing + "\n", words: patrols,
			now:   head + seen + "\n\n" + patrols + "\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "the same, and its words came first in that one",
			src:  head + patrols + "\n\n" + patrols + " " + seen + "\n\n" + closing + "\n", words: patrols,
			now:   head + patrols + "\n\n" + seen + "\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "it moves into another one, its neighbour is deleted, and one that had its words and more comes apart",
			src:  head + patrols + "\n\n" + seen + " " + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n", words: patrols,
			now:   "# T\n\n" + seen + "\n\n" + patrols + "\n\n" + closing + " " + patrols + "\n\n" + lengthy + "\n",
			state: Lost, other: 2,
		},
		{
			name: "in its row the cell that said nearly the same goes, and a copy of it comes before that",
			src:  head + "| gate | spring | summer | autumn |\n|---|---|---|---|\n| North | two months | three weeks for the harbour authorisation | three weeks for the border authorisation |\n| South | a month | a week | a day |\n\n" + closing + "\n", words: "the border authorisation",
			now:   head + "| gate | spring | summer | autumn |\n|---|---|---|---|\n| North | two months | three weeks for the border authorisation | three weeks for the harbour authorisation |\n| South | a month | a week | a day |\n\n" + closing + "\n",
			state: Lost, other: 2,
		},
		{
			name: "it is edited, its neighbour deleted, and in a copy that showed its stars they are read as markup",
			src:  head + middle + "\n\n" + closing + "\n\n<ul>\n<li>\nOf the quarrel\n</li>\n<li>\n**The" + middle[3:18] + "** " + middle[19:] + "\n</li>\n</ul>\n\n" + ending + "\n", words: middle,
			now:   head + strings.Replace(middle, "its own", "many", 1) + "\n\n<ul>\n<li>\n\nOf the quarrel **The" + middle[3:18] + "** " + middle[19:] + "\n</li>\n</ul>\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "its passage is rewritten but for its end, and the one before, which grows, begins with its words",
			src:  head + "- Reporting instructions for the National Council Border Management Act (PDF, 269 KB, 28 pages, August 2004)\n- National Council Border Management Act of 2002: NCBM shown to the 2003 clerks' conference (PDF, 62.5 KB, 17 pages, April 2003)\n\n" + closing + "\n", words: "Border Management", nth: 1,
			now:   head + "- Reporting instructions for the National Council Border Management Act (PDF, 269 KB, 28 pages, August 2004)\nThe 42 of the 310 was put off, and the 42 with it.\n- clerk Council tender tender Act ratio 2002: mandate bridge to 42 window courier (PDF, 62.5 KB, 17 pages, April 2003)\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "two items among their likes, of which one is deleted and one moves away",
			src:  head + "- Good sign:\n- Good sign:\n- Good sign:\n- Bad sign:\n- Bad sign:\n- Bad sign:\n\n" + closing + "\n", words: "Good sign:\n- Bad sign:",
			now:   "# Talks\n\n- Good sign:\n\n" + opening + "\n\n- Good sign:\n- Good sign:\n- Bad sign:\n- Bad sign:\n\n" + closing + "\n",
			state: Lost, other: 1, early: true,
		},
		{
			name: "the last of three equal items is deleted, and what comes after it says the same when merged",
			src:  head + "- one gate one gate\n- one gate one gate\n- one gate one gate\n\n* one gate\n* one gate\n\n" + closing + "\n", words: "one gate one gate", nth: 2,
			now:   head + "- one gate one gate\n- one gate one gate\n\n* one gate one gate\n\n" + closing + "\n",
			state: Lost, other: 5,
		},
		{
			name: "it is deleted, and its lookalike loses the word that told them apart and moves away",
			src:  head + "- North gate (closed since May)\n- North post gate (closed since May)\n- East gate (open)\n\n" + closing + "\n\n" + lengthy + "\n", words: "North gate (closed since May)",
			now:   head + "- East gate (open)\n\n" + closing + "\n\n- North gate (closed since May)\n\n" + lengthy + "\n",
			state: Lost, other: 1, early: true,
		},
		{
			name: "it is rewritten, a neighbour comes before it, and an edited copy of one that said the same after it",
			src:  middle + "\n\n" + closing + "\n\n" + ending + "\n\n" + middle + "\n\n" + lengthy + "\n", words: middle,
			now:   ending + "\n\nWho could have said that the orchard of the clerks was put off by its own tender?\n\n" + closing + "\n\n" + strings.Replace(middle, "its own ", "", 1) + "\n\n" + middle + "\n\n" + lengthy + "\n",
			state: Lost, other: 2,
		},
		{
			name: "it and its neighbour are deleted, and one that said the same comes there and is split",
			src:  head + patrols + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + " " + seen + "\n\n" + ending + "\n", words: patrols + " " + seen,
			now:   head + patrols + "\n\n" + seen + "\n\n" + lengthy + "\n\n" + ending + "\n",
			state: Lost, other: 1,
		},
		{
			name: "it and the lookalike before it are edited, and that becomes the liker",
			src:  head + "How long quarterly the talks go on?\n\nHow long will the talks go on?\n\n" + closing + "\n", words: "How long will the talks go on?",
			now:   head + "How long winter the talks go on?\n\nNobody had said so. How lwong 1987 the tallks go on?\n\n" + closing + "\n",
			state: Lost, other: 2, early: true,
		},
		{
			name: "its passage is rewritten, and a copy of one that has its words, too, is put in beside it",
			src:  head + "Take a look at these counts and share the count with the office at the gate.\n\nTake a look at these counts and share them with the office at the gate.\n\n" + closing + "\n", words: "Take a look at these counts", nth: 1,
			now:   head + "Take a look at these counts and share the count with the office at the gate.\n\nTake no harbour of that season and ask them for the ledger of a gate.\n\nTake a look at these counts and share the count with the office at the gate. Nobody has said so since.\n\n" + closing + "\n",
			state: Lost, other: 2,
		},
		{
			name: "it is deleted, and its lookalike is edited by a word to be liker to it",
			src:  head + "## A tale of quarterly (northern) gates\n\n## A tale of two (northern) gates\n\n" + closing + "\n", words: "A tale of two (northern) gates",
			now:   head + "## A tale of tender (northern) gates\n\n" + closing + "\n",
			state: Lost, other: 1,
		},
		{
			name: "it and its neighbour are deleted, an edited copy of its lookalike comes there, and that is edited, too",
			src:  head + patrols + " " + seen + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "harbours", 1) + " " + seen + "\n\n" + ending + "\n", words: patrols + " " + seen,
			now:   head + strings.Replace(patrols, "the crossings", "the harbour", 1) + " " + seen + "\n\n" + lengthy + "\n\n" + strings.Replace(patrols, "crossings", "ports", 1) + " " + seen + "\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "its passage is deleted, and one that has its words and more comes into its place",
			src:  head + strings.Replace(seen, "three traders", "a clerk", 1) + " " + lengthy + "\n\n" + middle + "\n\n" + closing + "\n\n" + seen + " " + lengthy + "\n\n" + ending + "\n", words: "an exchange of lists of detainees", nth: 1,
			now:   head + middle + "\n\n" + closing + "\n\n" + strings.Replace(seen, "three traders", "a clerk", 1) + " " + lengthy + " Nobody said more.\n\n" + ending + "\n",
			state: Lost, other: 1,
		},
		{
			name: "a figure alone in its cell is deleted, and the next cell begins with it",
			src:  head + "| score | east | west | share |\n|---|---|---|---|\n| Good | 6 | 1 | 17% |\n| Fair | 4 | 2 | 22% |\n\n" + closing + "\n", words: "1",
			now:   head + "| score | east | west | share |\n|---|---|---|---|\n| Good | 6 | 17% |\n| Fair | 4 | 2 | 22% |\n\n" + closing + "\n",
			state: Lost,
		},
		{
			name: "a heading whose words begin the passage after it, which is deleted",
			src:  head + "## Crossings\n\nCrossings are counted by the office at the gate.\n\n" + closing + "\n", words: "Crossings",
			now: head + "## Crossings\n\n" + closing + "\n",
		},
		{
			name: "it moves to one that says the same, and one of them is edited",
			src:  head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now:   head + "Nobody said more.\n\n" + patrols + "\n\n" + strings.Replace(patrols, "may", "“may”", 1) + "\n\n" + ending + "\n",
			state: Lost, other: 2,
		},
		{
			name: "a long one is rewritten, and the lookalike before it becomes the liker",
			src:  head + strings.Replace(lengthy, "a pause in flights over the frontier, an exchange of lists of detainees, the opening of two gates", "some help", 1) + "\n\n" + lengthy + "\n\n" + closing + "\n", words: lengthy,
			now:   head + strings.Replace(lengthy, "frontier", "river", 1) + "\n\nNobody said more of it than that.\n\n" + closing + "\n",
			state: Lost, early: true,
		},
		{
			name: "of two passages the first is edited, and another two say the same",
			src:  head + seen + "\n\nRead more\n\n" + closing + "\n\n" + seen + "\n\nRead more\n\n" + ending + "\n", words: seen + "\n\nRead more",
			now:   head + strings.Replace(seen, "three", "many", 1) + "\n\nRead more\n\n" + closing + "\n\n" + seen + "\n\nRead more\n\n" + ending + "\n",
			state: Changed, stand: strings.Replace(seen, "three", "many", 1) + "\n\nRead more",
		},
		{
			name: "it is deleted, and one that said the same comes before its neighbour, which is edited",
			src:  head + closing + "\n\n" + seen + "\n\n" + patrols + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols,
			now:   head + closing + "\n\n" + patrols + "\n\n" + strings.Replace(seen, "three", "many", 1) + "\n\n" + lengthy + "\n\n" + ending + "\n",
			state: Lost, other: 1,
		},
		{
			name: "what is markup beside it is read as such, and hidden, only now",
			src:  head + "<b>" + patrols + "</b>\n\n" + closing + "\n\n" + lengthy + "\n\n" + patrols + "\n\n" + ending + "\n", words: patrols, nth: 1,
			now:   head + patrols + "\n\n" + closing + "\n\n" + lengthy + "\n\nNobody said more.\n\n" + ending + "\n",
			state: Lost, other: 1,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := marked(t, c.src, c.words, c.nth)
			place := Resolve(parse(c.now), a)
			if place.State != c.state || len(place.Candidates) != c.other {
				t.Fatalf("%s with %d candidates; lookalikes %v", place.State, len(place.Candidates), a.Alike)
			}
			if place.State != Lost && c.now[place.Span.Start:place.Span.End] != cmp.Or(c.stand, c.words) {
				t.Errorf("at %q", c.now[place.Span.Start:place.Span.End])
			}
			a.Outline = "" // as an earlier version made it: found less often, and never elsewhere
			if early := Resolve(parse(c.now), a); early.State != Lost && early.Span != place.Span && !c.early {
				t.Errorf("of an earlier version: %s at %q", early.State, c.now[early.Span.Start:early.Span.End])
			}
		})
	}
}

// A lookalike may share words with what is marked: its end is the beginning of
// that. And it may be one only without its tags, even those around a shortcode.
func TestLookalikesThatAreHardToSee(t *testing.T) {
	src := "# T\n\n" + opening + "\n\n## The five parts of a report: what, tender, why, who, and where\n\n## The five parts of a report: what, when, why, who, and where\n\n### What is a report?\n\n" + closing + "\n"
	a := marked(t, src, "The five parts of a report: what, when, why, who, and where\n\n### What is a report?", 0)
	if len(a.Alike) != 1 {
		t.Errorf("lookalikes of two headings: %v", a.Alike)
	}
	twice, gate := closing+" "+closing, "Of the northern gate, as it was"
	src = "# T\n\n" + opening + "\n\n" + strings.Replace(twice, "Traders", "The clerks and traders", 1) + "\n\n" + twice + "\n\n" + gate + "\n\n" + ending + "\n"
	if a := marked(t, src, twice+"\n\n"+gate, 0); len(a.Alike) != 1 {
		t.Errorf("lookalike before one that repeats itself: %v", a.Alike)
	}
	src = "# T\n\n" + middle + "\n\n    <a title=\"A {{< ref \"x.md\" >}}\">" + middle + "</a>\n\n" + closing + "\n"
	if a := marked(t, src, middle, 0); len(a.Alike) != 1 || a.Alike[0].Words != 100 {
		t.Errorf("lookalike in a tag with a shortcode: %v", a.Alike)
	}
}

// What is no word of a text that shows its markup.
func TestMarkupAt(t *testing.T) {
	for text, want := range map[string]markup{
		"what the _clerk_ counted":                             0,
		"<a title=\"_clerk_\">the clerk</a>":                   inTag,
		"<a title=\"{{< ref \"_clerk_\" >}}\">the clerk</a>":   inTag,
		"[the clerk](https://example.org/_clerk_)":             inTag | inAddress,
		"[the _clerk_](https://example.org/clerk)":             0,
		"[the clerk](https://example.org \"The _clerk_ (2)\")": inTag,
		"see www.example.org/_clerk_.html":                     inAddress,
		"The clerk {#the-_clerk_}":                             inAddress,
		"{{the _clerk_}}":                                      0,
	} {
		before, rest, _ := strings.Cut(text, "_")
		words, after, _ := strings.Cut(rest, "_")
		if got := markupAt([]byte(before+words+after), len(before), len(before)+len(words)); got != want {
			t.Errorf("%s: %b, want %b", text, got, want)
		}
	}
}

// Letters at the edges of a place that is found by its words: what belongs to the
// passage before it is left out, what was typed onto a word is taken in.
func TestEdgesOfWhatWasEdited(t *testing.T) {
	for _, c := range []struct{ words, now, stand string }{
		{middle[:50], "q" + middle[:50], "q" + middle[:50]},
		{"community management (posting articles to the list, asking those who have not been heard)", "it put off the mandate with it.\n\n- winter management (posting articles to the list, asking those who have not been heard) and more of it", "winter management (posting articles to the list, asking those who have not been heard)"},
		{"Envoys met for three days there.", "Nobody had said so until then. Envoys met for three days here. Nobody has said so since.", "Envoys met for three days here."},
		{"Are the Counts Those of All Gates?", "## the Counts Those of All Gates? Nobody has said so since.", "the Counts Those of All Gates?"},
	} {
		src := "# T\n\n" + opening + "\n\n" + c.words + "\n\n" + closing + "\n"
		now := strings.Replace(src, c.words, c.now, 1)
		place := Resolve(parse(now), marked(t, src, c.words, 0))
		if place.State != Changed || now[place.Span.Start:place.Span.End] != c.stand {
			t.Errorf("%s: %s at %q", c.words, place.State, now[place.Span.Start:place.Span.End])
		}
	}
}
