using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NanoClaw.Deployment.StackFiles;

/// <summary>A node of a YAML text, with where it stands there: what an edit needs that leaves everything else as it is.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where its last character ends.</param>
internal abstract record YamlPiece(int Start, int End)
{
    /// <summary>A value: plain where it is written without quotes, a block where it is lines after <c>|</c> or <c>&gt;</c>.</summary>
    internal sealed record Scalar(int Start, int End, string Value, bool IsPlain, bool IsBlock) : YamlPiece(Start, End);

    internal sealed record Sequence(int Start, int End, bool IsFlow, IReadOnlyList<YamlPiece> Items) : YamlPiece(Start, End);

    internal sealed record Mapping(int Start, int End, bool IsFlow, IReadOnlyList<(Scalar Key, YamlPiece Value)> Entries) : YamlPiece(Start, End)
    {
        public YamlPiece? Find(string key) => Entries.Where(entry => entry.Key.Value == key).Select(entry => entry.Value).FirstOrDefault();
    }

    internal sealed record Alias(int Start, int End) : YamlPiece(Start, End);

    /// <summary>Reads the one document of a text; null where it holds nothing but comments.</summary>
    /// <exception cref="DeploymentException">It is no well-formed YAML, or more than one document.</exception>
    public static YamlPiece? Read(string text, string name)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            var root = ReadNode(parser, text, name);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<StreamEnd>(out _)
                ? root
                : throw new DeploymentException($"{name} holds more than one YAML document.", DeploymentFailure.Usage);
        }
        catch (YamlException exception)
        {
            throw new DeploymentException($"{name}, line {exception.Start.Line}: it is not well-formed YAML.", DeploymentFailure.Usage, exception);
        }
    }

    private static YamlPiece ReadNode(IParser parser, string text, string name)
    {
        switch (parser.Consume<ParsingEvent>())
        {
            case YamlDotNet.Core.Events.Scalar scalar:
                return new Scalar(
                    At(scalar.Start),
                    Trimmed(text, At(scalar.Start), At(scalar.End)),
                    scalar.Value,
                    scalar.Style == ScalarStyle.Plain,
                    scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded
                );
            case AnchorAlias alias:
                return new Alias(At(alias.Start), At(alias.End));
            case SequenceStart start:
                List<YamlPiece> items = [];
                while (!parser.Accept<SequenceEnd>(out _))
                {
                    items.Add(ReadNode(parser, text, name));
                }

                parser.Consume<SequenceEnd>();
                var isFlowSequence = start.Style == SequenceStyle.Flow;
                var lastItem = items.Count == 0 ? At(start.Start) : items[^1].End;
                return new Sequence(At(start.Start), isFlowSequence ? Closed(text, lastItem, ']') : lastItem, isFlowSequence, items);
            case MappingStart start:
                List<(Scalar, YamlPiece)> entries = [];
                while (!parser.Accept<MappingEnd>(out _))
                {
                    var key =
                        ReadNode(parser, text, name) as Scalar
                        ?? throw new DeploymentException($"{name}, line {start.Start.Line}: a key that is no text.", DeploymentFailure.Usage);
                    entries.Add((key, ReadNode(parser, text, name)));
                }

                parser.Consume<MappingEnd>();
                var isFlowMapping = start.Style == MappingStyle.Flow;
                var lastEntry = entries.Count == 0 ? At(start.Start) : Math.Max(entries[^1].Item1.End, entries[^1].Item2.End);
                return new Mapping(At(start.Start), isFlowMapping ? Closed(text, lastEntry, '}') : lastEntry, isFlowMapping, entries);
            case var other:
                throw new DeploymentException($"{name}, line {other.Start.Line}: it is not well-formed YAML.", DeploymentFailure.Usage);
        }
    }

    // The parser's own mark of the end of a flow collection is before its bracket in some cases and behind it in others.
    private static int Closed(string text, int from, char bracket) => text.IndexOf(bracket, from) is >= 0 and var at ? at + 1 : from;

    private static int At(Mark mark) => checked((int)mark.Index);

    // A block's end is where the next token begins.
    private static int Trimmed(string text, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }
}
