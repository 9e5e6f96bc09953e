namespace NanoClaw.Terminal;

/// <summary>Colours of single words, or none.</summary>
/// <param name="AreOn">Whether a terminal shows them.</param>
public readonly record struct Colours(bool AreOn)
{
    public string Grey(string text) => Paint("90", text);

    public string Red(string text) => Paint("31", text);

    public string Green(string text) => Paint("32", text);

    public string Yellow(string text) => Paint("33", text);

    public string Blue(string text) => Paint("34", text);

    private string Paint(string code, string text) => AreOn && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
