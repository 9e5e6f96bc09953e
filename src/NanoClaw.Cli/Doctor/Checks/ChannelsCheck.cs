namespace NanoClaw.Cli.Doctor.Checks;

/// <summary>Whether there is any way for people to write.</summary>
internal sealed class ChannelsCheck : IDoctorCheck
{
    public string Name => "channels";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look(context).ToAsyncEnumerable();

    private static IEnumerable<Finding> Look(DoctorContext context)
    {
        var channels = ConfiguredChannels.Of(context);
        yield return channels.Count > 0
            ? Finding.Ok(string.Join(", ", channels))
            : Finding.Problem("No channel is set up: 'nanoclaw run' would not start.", "Telegram: set TELEGRAM_BOT_TOKEN. WhatsApp: nanoclaw whatsapp login. This terminal: nanoclaw chat");
    }
}
