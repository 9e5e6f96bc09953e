namespace NanoClaw.LocalCloud.Edge.Checklist;

/// <summary>A checklist that cannot be read. The message names the file, the line and column, and the key.</summary>
public sealed class ChecklistException(string file, long line, long column, string reason) : Exception($"{file}({line},{column}): {reason}")
{
    public long Line { get; } = line;

    public long Column { get; } = column;
}
