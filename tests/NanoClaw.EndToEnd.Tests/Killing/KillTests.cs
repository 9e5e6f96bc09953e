using System.Globalization;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>
/// <c>nanoclaw run</c> as a process of its own against the Worker in workerd, killed with <c>kill -9</c> over and over.
/// <c>NANOCLAW_KILLS</c> is how often, 50 unless set, and a quarter of that in each of the two others; 500 take some
/// minutes, each night (<c>nightly.yml</c>).
/// </summary>
public sealed class KillTests
{
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("NANOCLAW_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 50;

    /// <summary>The connections to the edge are cut as well, and the sidecar is killed by itself.</summary>
    [Fact]
    public async Task Every_message_is_answered_once_however_often_the_process_is_killed() =>
        await new KillRun
        {
            Kills = Kills,
            StartService = trigger => Task.FromResult<IChatService>(new WhatsAppService(trigger)),
            Beside = (around, figures) =>
            {
                figures.Add("connections cut", around.Line.Cut());
                if (Random.Shared.Next(4) == 0)
                {
                    figures.Add("sidecars killed", ((WhatsAppService)around.Service).KillSidecar());
                }
            },
            BesideOneIn = 1,
        }.GoAsync();

    /// <summary>
    /// A run of the Worker's that dies with it goes on, but one that dies three times has failed, and its messages are
    /// given to another: what it had already said or done is not taken back, so people ask for answers alone here.
    /// </summary>
    [Fact]
    public async Task Every_message_is_answered_once_however_often_the_worker_is_killed_as_well() =>
        await new KillRun
        {
            Kills = Kills / 4,
            StartService = trigger => Task.FromResult<IChatService>(new WhatsAppService(trigger)),
            Beside = (around, figures) => figures.Add("workerds killed", ProcessesOf.Kill("workerd", around.Cloud.State.WorkerFolder)),
            BesideOneIn = 3,
            RunsMayFail = true,
        }.GoAsync();

    /// <summary>Telegram cannot know a text again: to send it twice is to lose none.</summary>
    [Fact]
    public async Task A_telegram_text_comes_twice_only_where_the_process_died_before_it_had_noted_the_first() =>
        await new KillRun { Kills = Kills / 4, StartService = async trigger => await TelegramService.StartAsync(trigger) }.GoAsync();
}
