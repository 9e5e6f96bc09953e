namespace NanoClaw.Cli.Configuration;

/// <summary>A configuration file of the process, of which some keys are set and all else is kept as it is.</summary>
internal interface IConfigurationDocument
{
    /// <summary>The value of a key as the process reads it, or null.</summary>
    string? Get(string key);

    /// <summary>Sets a key, or takes it away.</summary>
    void Set(string key, string? value);

    /// <summary>The whole text.</summary>
    string Text { get; }
}
