namespace NanoClaw.Home.Running.Logging;

/// <summary>For whom the log is written.</summary>
public enum LogFormat
{
    /// <summary>A line for a person.</summary>
    Text,

    /// <summary>A JSON object a line, for a program.</summary>
    Json,
}
