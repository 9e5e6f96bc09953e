namespace NanoClaw.Store;

/// <summary>
/// Everything the process remembers. Every call is one atomic statement or batch, so that a store without interactive
/// transactions (Cloudflare D1) can stand behind it.
/// </summary>
public interface IStore : IAsyncDisposable
{
    IMessageStore Messages { get; }
    IChatStore Chats { get; }
    ICursorStore Cursors { get; }
    IGroupStore Groups { get; }
    ITaskStore Tasks { get; }
    ISessionStore Sessions { get; }
    IStateStore State { get; }
    IRunLedger Runs { get; }
    IOutbox Outbox { get; }
    ISetAsideStore SetAside { get; }
    IEffectStore Effects { get; }
}
