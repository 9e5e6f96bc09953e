using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Channels.WhatsApp.Tests.Support;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>WhatsApp behind the project's own sidecar. A reader sees an id once, so a text that comes again is recognised.</summary>
internal sealed class WhatsAppService : IChatService
{
    private const string Ann = "15550002222@s.whatsapp.net";
    private static readonly string SidecarFolder = Path.Combine(
        typeof(WhatsAppService).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == "RepositoryRoot").Value!,
        "src",
        "whatsapp-sidecar"
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-whatsapp-");
    private readonly FakeWhatsApp _whatsApp = new();
    private readonly Trigger _trigger;

    public WhatsAppService(Trigger trigger)
    {
        _trigger = trigger;
        _whatsApp.OnTold = Hear;
        File.WriteAllText(
            Script,
            $$"""
            import { serveScripted } from {{JsonSerializer.Serialize(new Uri(Path.Combine(SidecarFolder, "src", "testing", "serve-scripted.js")).AbsoluteUri)}};
            await serveScripted({{_whatsApp.Port}});
            """
        );
    }

    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["WHATSAPP_SIDECAR"] = Script, ["ASSISTANT_HAS_OWN_NUMBER"] = "true" };

    public bool RecognisesRepetitions => true;

    public int Recognised => _whatsApp.Sends - _whatsApp.Read.Count;

    private string Script => Path.Combine(_folder.FullName, "sidecar.mjs");

    public void SignIn(string storeFolder)
    {
        var login = Directory.CreateDirectory(Path.Combine(storeFolder, "auth")).FullName;
        File.WriteAllText(
            Path.Combine(login, "creds.json"),
            """
            {"me":{"id":"15550001111:3@s.whatsapp.net","lid":"990000000000001:3@lid","name":"Andy's phone"},"account":{"details":{"type":"Buffer","data":"AA=="}},"registered":false}
            """
        );
    }

    public IReadOnlyList<string> Shown(string jid) => [.. _whatsApp.Read.Where(text => text.Jid == jid).Select(text => text.Text)];

    public string JidOf(int chat) => $"12036340000000{chat:D4}@g.us";

    public void Say(string jid, int id, string text) =>
        _whatsApp.Deliver(
            new JsonObject
            {
                ["id"] = id.ToString("X20", CultureInfo.InvariantCulture),
                ["from"] = jid,
                ["participant"] = Ann,
                ["notify"] = "Ann",
                ["t"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            },
            new JsonObject { ["conversation"] = text }
        );

    /// <returns>How many there were.</returns>
    public int KillSidecar() => ProcessesOf.Kill("node", Script);

    public async ValueTask DisposeAsync()
    {
        await _whatsApp.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <returns>Whether WhatsApp does not hear it.</returns>
    private bool Hear(JsonObject told)
    {
        switch ((string)told["type"]!)
        {
            case "receipt":
                _trigger.At(Moment.MessageGiven);
                return false;
            case "text" when _trigger.At(Moment.TextRefused):
                return true;
            case "text":
                _ = _trigger.At(Moment.TextTaken) || _trigger.At(Moment.TextAcknowledged);
                return false;
            default:
                return false;
        }
    }
}
