namespace NanoClaw.Edge.Language.Patterns;

/// <summary>A set of bytes.</summary>
internal sealed class ByteSet
{
    private readonly ulong[] _bits = new ulong[4];

    public static ByteSet Of(byte value) => Range(value, value);

    public static ByteSet Range(int first, int last) => new ByteSet().Add(first, last);

    public bool Contains(int value) => (_bits[value >> 6] >> (value & 63) & 1) != 0;

    public ByteSet Add(int first, int last)
    {
        for (var value = first; value <= last; value++)
        {
            _bits[value >> 6] |= 1UL << (value & 63);
        }

        return this;
    }

    public ByteSet Union(ByteSet other) => With(other, static (a, b) => a | b);

    public ByteSet Intersect(ByteSet other) => With(other, static (a, b) => a & b);

    public ByteSet Except(ByteSet other) => With(other, static (a, b) => a & ~b);

    public ByteSet SymmetricExcept(ByteSet other) => With(other, static (a, b) => a ^ b);

    public ByteSet Negate() => With(this, static (a, _) => ~a);

    /// <summary>With the other case of its ASCII letters.</summary>
    public ByteSet FoldCase()
    {
        var folded = Union(this);
        for (var lower = 'a'; lower <= 'z'; lower++)
        {
            if (Contains(lower) || Contains(lower - 0x20))
            {
                folded.Add(lower, lower).Add(lower - 0x20, lower - 0x20);
            }
        }

        return folded;
    }

    private ByteSet With(ByteSet other, Func<ulong, ulong, ulong> combine)
    {
        var result = new ByteSet();
        for (var i = 0; i < _bits.Length; i++)
        {
            result._bits[i] = combine(_bits[i], other._bits[i]);
        }

        return result;
    }
}
