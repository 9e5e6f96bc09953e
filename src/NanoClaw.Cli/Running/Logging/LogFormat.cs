namespace NanoClaw.Cli.Running.Logging;

/// <summary>For whom the log is written.</summary>
internal enum LogFormat
{
    /// <summary>A line for a person.</summary>
    Text,

    /// <summary>A JSON object a line, for a program.</summary>
    Json,
}
