namespace NanoClaw.Home.Configuration;

/// <summary>A configuration file of the process, of which some keys are set and all else is kept as it is.</summary>
public interface IConfigurationDocument
{
    /// <summary>The value of a key as the process reads it, or null.</summary>
    string? ValueOf(string key);

    /// <summary>Sets a key, or takes it away.</summary>
    void Put(string key, string? value);

    /// <summary>The whole text.</summary>
    string Text { get; }
}
