using System.Runtime.InteropServices;

namespace NanoClaw.EndToEnd.Tests.Pictures;

/// <summary>A character on a terminal's screen.</summary>
/// <param name="Character">What stands there.</param>
/// <param name="Colour">Its number among the 256; -1: the terminal's own.</param>
/// <param name="IsBold">Whether it is bold.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cell(char Character, int Colour, bool IsBold)
{
    public static Cell Empty { get; } = new(' ', -1, IsBold: false);
}
