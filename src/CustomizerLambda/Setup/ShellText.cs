using System.Text;

namespace CustomizerLambda.Setup;

/// <summary>
/// A bash script, taken apart as far as is needed to tell what is code from what is a comment, a quotation or a here-document. It is no parser: of what bash
/// refuses, it makes something.
/// </summary>
internal sealed class ShellText
{
    private readonly Stack<Nesting> _nestings = new([new Nesting(Construct.Commands)]);
    private readonly List<(string Delimiter, bool StripsTabs, int At)> _expected = [];
    private readonly List<(int Line, string Text)> _comments = [];
    private readonly List<HereDocument> _hereDocuments = [];
    private readonly Part[] _parts;
    private int _at;

    public ShellText(string script)
    {
        Text = script;
        _parts = new Part[script.Length];
        while (_at < script.Length) Step();
        Code = OnlyCode();
    }

    private enum Part : byte
    {
        Code,
        Comment,
        Quoted,
        HereDocument,
    }

    private enum Construct
    {
        /// <summary>Of the script, of $( ), or of ` `.</summary>
        Commands,
        Substitution,
        Backquotes,
        Parameter,
        Arithmetic,
        DoubleQuotes,
    }

    public string Text { get; }

    /// <summary>The script with everything but code, and arithmetic, blanked out: what stands where is where it was.</summary>
    public string Code { get; }

    /// <summary>The comments from their <c>#</c> on, by line.</summary>
    public IReadOnlyList<(int Line, string Text)> Comments => _comments;

    /// <summary>The here-documents.</summary>
    public IReadOnlyList<HereDocument> HereDocuments => _hereDocuments;

    /// <summary>Whether it has nothing but comments and blanks.</summary>
    public bool IsEmpty => !Text.Where((character, at) => _parts[at] != Part.Comment && !char.IsWhiteSpace(character)).Any();

    /// <summary>The number of a character's line, from 1.</summary>
    public int LineOf(int at) => Text.AsSpan(0, at).Count('\n') + 1;

    private string OnlyCode()
    {
        var text = new StringBuilder(Text);
        for (var i = 0; i < text.Length; i++)
        {
            if (_parts[i] != Part.Code && text[i] != '\n') text[i] = '\0';
        }

        return text.ToString();
    }

    private void Step()
    {
        var nesting = _nestings.Peek();
        var character = Text[_at];
        var next = _at + 1 < Text.Length ? Text[_at + 1] : '\0';
        var isQuoted = nesting.IsQuoted;
        var plain = isQuoted || nesting.Construct == Construct.Arithmetic ? Part.Quoted : Part.Code;
        switch (character)
        {
            case '\\':
                Take(2, plain);
                return;
            case '"':
                if (nesting.Construct == Construct.DoubleQuotes) _nestings.Pop();
                else _nestings.Push(new Nesting(Construct.DoubleQuotes));
                Take(1, Part.Quoted);
                return;
            case '\'' when !isQuoted:
                TakeQuotation(hasEscapes: _at > 0 && Text[_at - 1] == '$');
                return;
            case '`':
                Take(1, plain);
                if (_nestings.Any(outer => outer.Construct == Construct.Backquotes))
                {
                    while (_nestings.Pop().Construct != Construct.Backquotes)
                    {
                    }
                }
                else
                {
                    _nestings.Push(new Nesting(Construct.Backquotes));
                }

                return;
            case '$' when next == '{':
                Take(2, plain);
                _nestings.Push(new Nesting(Construct.Parameter) { IsQuoted = isQuoted });
                return;
            case '$' when next == '(':
                var isArithmetic = _at + 2 < Text.Length && Text[_at + 2] == '(';
                Take(isArithmetic ? 3 : 2, plain);
                _nestings.Push(new Nesting(isArithmetic ? Construct.Arithmetic : Construct.Substitution));
                return;
        }

        switch (nesting.Construct)
        {
            case Construct.DoubleQuotes:
                Take(1, Part.Quoted);
                return;
            case Construct.Parameter:
                if (character == '}') _nestings.Pop();
                Take(1, plain);
                return;
            case Construct.Arithmetic:
                StepInArithmetic(nesting, character, next);
                return;
            default:
                StepInCommands(nesting, character, next);
                return;
        }
    }

    private void StepInArithmetic(Nesting nesting, char character, char next)
    {
        if (character == '(') nesting.Depth++;
        if (character == ')' && nesting.Depth-- == 0)
        {
            _nestings.Pop();
            Take(next == ')' ? 2 : 1, Part.Quoted);
            return;
        }

        Take(1, Part.Quoted);
    }

    private void StepInCommands(Nesting nesting, char character, char next)
    {
        var startsWord = _at == 0 || Text[_at - 1] is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or ')' or '<' or '>' or '`';
        switch (character)
        {
            case '#' when startsWord:
                TakeComment();
                return;
            case '\n':
                Take(1, Part.Code);
                TakeHereDocuments();
                return;
            case '<' when next == '<' && _at + 2 < Text.Length && Text[_at + 2] == '<':
                Take(3, Part.Code);
                return;
            case '<' when next == '<':
                ExpectHereDocument();
                return;
            case '(' when next == '(' && startsWord:
                Take(2, Part.Code);
                _nestings.Push(new Nesting(Construct.Arithmetic));
                return;
            case '(':
                nesting.Depth++;
                break;
            case ')' when nesting.Cases.TryPeek(out var depth) && depth == nesting.Depth:
                break; // the end of a pattern
            case ')' when nesting.Depth > 0:
                nesting.Depth--;
                break;
            case ')' when nesting.Construct == Construct.Substitution:
                _nestings.Pop();
                Take(1, _nestings.Peek().IsQuoted ? Part.Quoted : Part.Code);
                return;
            case 'c' when startsWord && IsWord("case"):
                nesting.Cases.Push(nesting.Depth);
                Take(4, Part.Code);
                return;
            case 'e' when startsWord && IsWord("esac"):
                nesting.Cases.TryPop(out _);
                Take(4, Part.Code);
                return;
        }

        Take(1, Part.Code);
    }

    private bool IsWord(string word) =>
        string.CompareOrdinal(Text, _at, word, 0, word.Length) == 0
        && (_at + word.Length >= Text.Length || Text[_at + word.Length] is ' ' or '\t' or '\n' or ';' or ')' or '&' or '|');

    private void Take(int count, Part part)
    {
        var end = Math.Min(_at + count, Text.Length);
        while (_at < end) _parts[_at++] = part;
    }

    private void TakeQuotation(bool hasEscapes)
    {
        Take(1, Part.Quoted);
        while (_at < Text.Length && Text[_at] != '\'') Take(hasEscapes && Text[_at] == '\\' ? 2 : 1, Part.Quoted);
        Take(1, Part.Quoted);
    }

    private void TakeComment()
    {
        var end = EndOfLine(_at);
        _comments.Add((LineOf(_at), Text[_at..end]));
        Take(end - _at, Part.Comment);
    }

    private void ExpectHereDocument()
    {
        var begin = _at;
        Take(2, Part.Code);
        var stripsTabs = _at < Text.Length && Text[_at] == '-';
        if (stripsTabs) Take(1, Part.Code);
        while (_at < Text.Length && Text[_at] is ' ' or '\t') Take(1, Part.Code);
        var delimiter = new StringBuilder();
        while (_at < Text.Length && !(Text[_at] is ' ' or '\t' or '\n' or ';' or '&' or '|' or '<' or '>' or '(' or ')'))
        {
            var character = Text[_at];
            if (character is '\'' or '"')
            {
                var end = Text.IndexOf(character, _at + 1);
                if (end < 0) end = EndOfLine(_at);
                delimiter.Append(Text, _at + 1, end - _at - 1);
                Take(end + 1 - _at, Part.Quoted);
                continue;
            }

            if (character == '\\') Take(1, Part.Quoted);
            if (_at < Text.Length) delimiter.Append(Text[_at]);
            Take(1, Part.Quoted);
        }

        if (delimiter.Length > 0) _expected.Add((delimiter.ToString(), stripsTabs, begin));
    }

    private void TakeHereDocuments()
    {
        foreach (var (delimiter, stripsTabs, begin) in _expected)
        {
            var first = _at;
            while (_at < Text.Length)
            {
                var (line, end) = (_at, EndOfLine(_at));
                Take(end + 1 - _at, Part.HereDocument);
                var text = Text.AsSpan(line, end - line);
                if (!(stripsTabs ? text.TrimStart('\t') : text).SequenceEqual(delimiter)) continue;
                _hereDocuments.Add(new HereDocument(begin, Text[first..line]));
                break;
            }
        }

        _expected.Clear();
    }

    private int EndOfLine(int from) => Text.IndexOf('\n', from) is >= 0 and var end ? end : Text.Length;

    /// <summary>What the reader is in the middle of.</summary>
    private sealed class Nesting(Construct construct)
    {
        public Construct Construct => construct;

        /// <summary>Whether an apostrophe is one, and no quotation mark.</summary>
        public bool IsQuoted { get; init; } = construct == Construct.DoubleQuotes;

        /// <summary>How many parentheses are open.</summary>
        public int Depth { get; set; }

        /// <summary>Of each <c>case</c> that isn't closed: how many parentheses were open.</summary>
        public Stack<int> Cases { get; } = [];
    }
}

/// <summary>A here-document.</summary>
/// <param name="At">Where its <c>&lt;&lt;</c> is.</param>
/// <param name="Content">Its lines, without the last, which ends it.</param>
internal sealed record HereDocument(int At, string Content);
