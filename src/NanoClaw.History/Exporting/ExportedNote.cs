namespace NanoClaw.History.Exporting;

/// <summary>Something that a group's agent keeps.</summary>
/// <param name="Key">What it is kept under.</param>
/// <param name="Value">What is kept.</param>
/// <param name="At">Since when.</param>
/// <param name="Strangers">Whose words, besides those of the group's people, the model had before it then.</param>
public sealed record ExportedNote(string Key, string Value, DateTimeOffset At, IReadOnlyList<string> Strangers);
