namespace NanoClaw.Cli.Administration;

/// <summary>What <c>groups export --output FILE --json</c> prints.</summary>
internal sealed record ExportedGroup(string Folder, string File, string Format, long Messages, int Tasks, int? Notes);
