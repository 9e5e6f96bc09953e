using NanoClaw.Channels.WhatsApp.Login;
using Spectre.Console;

namespace NanoClaw.Cli.Commands;

/// <summary>A login as a person at a terminal sees it; all of it on the standard error.</summary>
internal sealed class TerminalLoginProgress(CliContext context) : ILoginProgress
{
    private readonly IAnsiConsole _console = context.Progress();
    private bool _hasShownQr;

    public void Tell(string what) => _console.WriteLine($"{TerminalText.Safe(what).TrimEnd('.')} ...", new Style(Color.Grey));

    public void ShowQr(string data)
    {
        _console.WriteLine();
        _console.WriteLine(
            _hasShownQr ? "A new code; the one before is not valid any more:" : "In WhatsApp on the phone: Settings, Linked devices, Link a device. Then scan:"
        );
        _hasShownQr = true;

        // A phone reads dark squares on light ground. With colours that is so on any terminal, without them on a dark one.
        var hasColours = _console.Profile.Capabilities.ColorSystem is not ColorSystem.NoColors;
        foreach (var line in QrText.Draw(data, isInverted: !hasColours))
        {
            _console.WriteLine(line, hasColours ? new Style(Color.Black, Color.White) : Style.Plain);
        }
    }

    public void ShowPairingCode(string code)
    {
        _console.WriteLine();
        _console.WriteLine("In WhatsApp on the phone: Settings, Linked devices, Link a device, Link with phone number instead. Then type:");
        _console.WriteLine($"    {(code.Length == 8 ? $"{code[..4]}-{code[4..]}" : code)}", new Style(Color.Green));
    }
}
