namespace NanoClaw.Deployment.StackFiles;

/// <summary>Changes one value of a stack's file in its text. Whether that went well is for who reads the text again.</summary>
internal sealed class StackFileEdit(StackFile file)
{
    private readonly string _text = file.Text;
    private readonly string _newLine = file.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    public string Set(string key, StackValue value, IReadOnlyList<string> order) =>
        file.Find(key) is var (name, piece) ? Replace(key, name, piece, value) : Insert(key, value, order);

    public string SetTopLevel(string key, string value)
    {
        if (file.Root?.Find(key) is { } piece)
        {
            return _text[..piece.Start] + YamlText.Of(value) + _text[piece.End..];
        }

        return $"{Ended(_text)}{key}: {YamlText.Of(value)}{_newLine}";
    }

    private string Replace(string key, YamlPiece.Scalar name, YamlPiece piece, StackValue value)
    {
        var colon = ColonAfter(name);
        switch (piece, value)
        {
            case (YamlPiece.Scalar { IsBlock: false } old, StackValue.Scalar scalar) when old.End > old.Start:
                return _text[..old.Start] + YamlText.Of(scalar.Text, quote: !old.IsPlain) + _text[old.End..];
            case (YamlPiece.Sequence { IsFlow: false } old, StackValue.List { Items.Count: > 0 } list):
                return ReplaceItems(old, list.Items);
            case (YamlPiece.Sequence { IsFlow: true } old, StackValue.List list):
                return _text[..old.Start] + Flow(list.Items) + _text[old.End..];
            case (YamlPiece.Mapping { Entries: [(_, YamlPiece.Scalar { IsBlock: false } old)] }, StackValue.Secure secure):
                return _text[..old.Start] + YamlText.Of(secure.Cipher) + _text[old.End..];
            case (YamlPiece.Alias, _):
                throw file.LeftAlone(key);
        }

        // What follows the value on its last line is a comment, and so is what follows the key on a line without the value.
        var lineEnd = EndOfLine(Math.Max(colon, piece.End));
        var comment = IsOnLineOf(colon, piece.Start) ? _text[Math.Max(colon, piece.End)..lineEnd] : _text[colon..EndOfLine(colon)];
        return _text[..colon] + Inline(value) + comment.TrimEnd() + Below(value, IndentOf(name.Start)) + _text[lineEnd..];
    }

    private string ReplaceItems(YamlPiece.Sequence old, IReadOnlyList<string> wanted)
    {
        var prefix = _text[StartOfLine(old.Items[0].Start)..old.Items[0].Start];
        var kept = old.Items.Cast<YamlPiece.Scalar>().Where(item => wanted.Contains(item.Value, StringComparer.Ordinal)).ToList();
        var quote = old.Items.Cast<YamlPiece.Scalar>().All(item => !item.IsPlain);
        var added = wanted.Where(item => kept.TrueForAll(it => it.Value != item)).ToList();
        var at = EndOfLine((kept.Count > 0 ? kept[^1] : old.Items[0]).End);
        var result = _text;
        var inserted = string.Concat(added.Select(item => _newLine + prefix + YamlText.Of(item, quote)));
        foreach (var item in old.Items.Cast<YamlPiece.Scalar>().Reverse())
        {
            if (EndOfLine(item.End) == at)
            {
                result = result.Insert(at, inserted);
            }

            if (!kept.Contains(item))
            {
                var from = StartOfLine(item.Start);
                result = result.Remove(from, AfterLineEnd(result, EndOfLine(item.End)) - from);
            }
        }

        return result;
    }

    private string Insert(string key, StackValue value, IReadOnlyList<string> order)
    {
        if (file.Entries is { IsFlow: true, Entries.Count: > 0 })
        {
            throw file.LeftAlone(key);
        }

        if (file.Entries is { Entries: { Count: > 0 } entries })
        {
            var indent = IndentOf(entries[0].Key.Start);
            var before = order.TakeWhile(it => it != key).ToHashSet(StringComparer.Ordinal);
            var present = order.Where(it => before.Contains(it) && file.Find(it) is not null).ToList();
            var after = present.Count > 0 ? file.Find(present[^1])!.Value : entries[^1];
            var at = EndOfLine(Math.Max(ColonAfter(after.Key), after.Value.End));
            return _text[..at] + _newLine + Line(key, value, indent) + _text[at..];
        }

        if (
            file.Root?.Entries.Where(entry => entry.Key.Value == "config").Select(entry => ((YamlPiece.Scalar Key, YamlPiece Value)?)entry).FirstOrDefault()
            is var (name, empty)
        )
        {
            var colon = ColonAfter(name);
            var end = EndOfLine(Math.Max(colon, empty.End));
            var comment = _text[Math.Max(colon, empty.End)..end];
            return _text[..colon] + comment.TrimEnd() + _newLine + Line(key, value, $"{IndentOf(name.Start)}  ") + _text[end..];
        }

        return $"{Ended(_text)}config:{_newLine}{Line(key, value, "  ")}{_newLine}";
    }

    private string Line(string key, StackValue value, string indent) => $"{indent}nanoclaw:{key}:{Inline(value)}{Below(value, indent)}";

    private static string Inline(StackValue value) =>
        value switch
        {
            StackValue.Scalar scalar => $" {YamlText.Of(scalar.Text)}",
            StackValue.List { Items.Count: 0 } => " []",
            _ => "",
        };

    private string Below(StackValue value, string indent) =>
        value switch
        {
            StackValue.List list => string.Concat(list.Items.Select(item => $"{_newLine}{indent}  - {YamlText.Of(item)}")),
            StackValue.Secure secure => $"{_newLine}{indent}  secure: {YamlText.Of(secure.Cipher)}",
            _ => "",
        };

    private static string Flow(IReadOnlyList<string> items) => $"[{string.Join(", ", items.Select(item => YamlText.Of(item)))}]";

    private string Ended(string of) => of.Length == 0 || of.EndsWith('\n') ? of : of + _newLine;

    private int ColonAfter(YamlPiece.Scalar name)
    {
        var colon = _text.IndexOf(':', name.End);
        return colon < 0 ? throw file.LeftAlone(name.Value) : colon + 1;
    }

    private string IndentOf(int index)
    {
        var line = _text[StartOfLine(index)..index];
        return string.IsNullOrWhiteSpace(line) ? line : new string(' ', line.Length);
    }

    private int StartOfLine(int index) => index == 0 ? 0 : _text.LastIndexOf('\n', index - 1) + 1;

    private int EndOfLine(int index)
    {
        var end = _text.IndexOf('\n', index);
        return end < 0 ? _text.Length
            : end > 0 && _text[end - 1] == '\r' && end > index ? end - 1
            : end;
    }

    private static int AfterLineEnd(string of, int end)
    {
        if (end < of.Length && of[end] == '\r')
        {
            end++;
        }

        return end < of.Length && of[end] == '\n' ? end + 1 : end;
    }

    private bool IsOnLineOf(int start, int end) => _text.IndexOf('\n', start, Math.Max(0, end - start)) < 0;
}
