namespace NanoClaw.Edge.Language.Patterns;

/// <summary>
/// A regular expression of the rules language, which says whether it matches anywhere in a string. Each byte is read once; what the
/// steps lead to is kept, so that a byte costs one look-up after the first time. Safe to use from several threads.
/// </summary>
internal sealed class RulePattern
{
    /// <summary>States are forgotten beyond this, so that no request can make a pattern take all memory.</summary>
    private const int MaxStates = 2_000;

    private readonly PatternProgram _program;
    private readonly Lock _growing = new();
    private readonly bool _placesMatter;
    private Dictionary<StateKey, PatternState> _states = [];
    private PatternState? _start;

    private RulePattern(PatternProgram program)
    {
        _program = program;
        _placesMatter = program.Steps.Any(step => step.Kind == PatternStepKind.Place);
    }

    /// <summary>Null where Cloudflare would refuse the pattern, or it is not reproduced here; <paramref name="error"/> says why.</summary>
    public static RulePattern? Parse(string pattern, out string? error)
    {
        if (PatternParser.Parse(pattern, out error) is not { } node)
        {
            error = "regex parse error: " + error;
            return null;
        }

        if (PatternProgram.Compile(node) is { } program)
        {
            return new RulePattern(program);
        }

        error = "the compiled regular expression is too large: its counts multiply";
        return null;
    }

    /// <param name="value">Bytes, a character each.</param>
    public bool IsMatch(string value)
    {
        var state = _start ?? Grow(() => _start ??= State([_program.Start], -1));
        foreach (var c in value)
        {
            state = state.Next[c] ?? Follow(state, c);
            if (state.IsFinal)
            {
                return state.Matches;
            }
        }

        return (state.Next[PatternState.End] ?? Follow(state, -1)).Matches;
    }

    private PatternState Follow(PatternState state, int after) => Grow(() => state.Next[after < 0 ? PatternState.End : after] = Step(state, after));

    private PatternState Grow(Func<PatternState> make)
    {
        lock (_growing)
        {
            return make();
        }
    }

    private PatternState Step(PatternState state, int after)
    {
        var reached = new SortedSet<int>();
        var seen = new HashSet<int>();
        var open = new Stack<int>(state.Steps);
        while (open.TryPop(out var index))
        {
            if (!seen.Add(index))
            {
                continue;
            }

            var step = _program.Steps[index];
            switch (step.Kind)
            {
                case PatternStepKind.Match:
                    return PatternState.Matched;
                case PatternStepKind.Byte when after >= 0 && step.Set!.Contains(after):
                    reached.Add(step.Next);
                    break;
                case PatternStepKind.Place when Places.Is(step.Place, state.Before, after):
                    open.Push(step.Next);
                    break;
                case PatternStepKind.Split:
                    open.Push(step.Next);
                    open.Push(step.Other);
                    break;
            }
        }

        if (after < 0)
        {
            return PatternState.Failed;
        }

        // A match may begin at every place.
        reached.Add(_program.Start);
        return State([.. reached], _placesMatter ? Kind(after) : 0);
    }

    // Of the byte before a place only its kind matters.
    private static int Kind(int value) =>
        value is '\n' or '\r' ? value
        : ByteClasses.Word.Contains(value) ? 'a'
        : 0;

    private PatternState State(int[] steps, int before)
    {
        var key = new StateKey(steps, before);
        if (!_states.TryGetValue(key, out var state))
        {
            if (_states.Count >= MaxStates)
            {
                _states = [];
                _start = null;
            }

            _states[key] = state = new PatternState(steps, before);
        }

        return state;
    }

    private readonly struct StateKey(int[] steps, int before) : IEquatable<StateKey>
    {
        private readonly int[] _steps = steps;
        private readonly int _before = before;

        public bool Equals(StateKey other) => _before == other._before && _steps.AsSpan().SequenceEqual(other._steps);

        public override bool Equals(object? obj) => obj is StateKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_steps.AsSpan()));
            hash.Add(_before);
            return hash.ToHashCode();
        }
    }
}
