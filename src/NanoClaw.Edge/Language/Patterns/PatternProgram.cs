namespace NanoClaw.Edge.Language.Patterns;

/// <summary>
/// A pattern as a list of steps, of which several are taken at once: a machine that reads each byte once and never goes back.
/// </summary>
internal sealed class PatternProgram
{
    /// <summary>
    /// What counts can multiply a pattern to. The engine's limit is 10 MiB of its own steps, which is about as many.
    /// </summary>
    private const int MaxSteps = 200_000;

    private readonly List<PatternStep> _steps = [];

    private PatternProgram() { }

    public IReadOnlyList<PatternStep> Steps => _steps;

    public int Start { get; private set; }

    /// <summary>Null where counts make it too large.</summary>
    public static PatternProgram? Compile(PatternNode pattern)
    {
        var program = new PatternProgram();
        var match = program.Add(new(PatternStepKind.Match));
        program.Start = program.Emit(pattern, match);
        return program._steps.Count > MaxSteps ? null : program;
    }

    // From the back: each part is told the step that follows it.
    private int Emit(PatternNode node, int next)
    {
        if (_steps.Count > MaxSteps)
        {
            return next;
        }

        switch (node)
        {
            case BytePattern bytes:
                return Add(new(PatternStepKind.Byte) { Set = bytes.Set, Next = next });
            case PlacePattern place:
                return Add(new(PatternStepKind.Place) { Place = place.Place, Next = next });
            case SequencePattern sequence:
                for (var i = sequence.Parts.Count - 1; i >= 0; i--)
                {
                    next = Emit(sequence.Parts[i], next);
                }

                return next;
            case AlternativePattern alternative:
                var branches = new int[alternative.Choices.Count];
                for (var i = 0; i < branches.Length; i++)
                {
                    branches[i] = Emit(alternative.Choices[i], next);
                }

                return branches.Aggregate((first, second) => Add(new(PatternStepKind.Split) { Next = first, Other = second }));
            case RepeatedPattern repeated:
                return Repeat(repeated, next);
            default:
                return next;
        }
    }

    private int Repeat(RepeatedPattern repeated, int next)
    {
        if (repeated.Maximum is { } maximum)
        {
            for (var i = repeated.Minimum; i < maximum && _steps.Count <= MaxSteps; i++)
            {
                var optional = Emit(repeated.Part, next);
                next = optional == next ? next : Add(new(PatternStepKind.Split) { Next = optional, Other = next });
            }
        }
        else
        {
            var loop = Add(new(PatternStepKind.Split) { Other = next });
            _steps[loop] = _steps[loop] with { Next = Emit(repeated.Part, loop) };
            next = loop;
        }

        for (var i = 0; i < repeated.Minimum && _steps.Count <= MaxSteps; i++)
        {
            var before = next;
            next = Emit(repeated.Part, next);
            if (next == before)
            {
                break;
            }
        }

        return next;
    }

    private int Add(PatternStep step)
    {
        _steps.Add(step);
        return _steps.Count - 1;
    }
}
