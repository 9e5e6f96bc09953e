using NanoClaw.Host.Budget;
using NanoClaw.Host.Models;
using NanoClaw.Host.Usage;

namespace NanoClaw.Host.Orders;

/// <summary>The one list of them.</summary>
public static class ChatOrders
{
    public static IReadOnlyList<ChatOrder> All { get; } =
    [
        new(UsageDesk.Word, UsageDesk.Word, "what this chat has used and cost this month; in the main group, what all have", IsMainOnly: false),
        new(BudgetCommand.Show, $"{BudgetCommand.Override} [off]", "the budget; override lifts it for a day", IsMainOnly: true),
        new(ModelOrder.Model, $"{ModelOrder.Model} [GROUP [NAME|{ModelOrder.Default}]]", "the models, and which group asks which", IsMainOnly: true),
        new(ModelOrder.Effort, $"{ModelOrder.Effort} [GROUP [low|medium|high|{ModelOrder.Default}]]", "how hard a group's model tries", IsMainOnly: true),
    ];

    /// <summary>The order that a text begins with, in any case; null where it is none.</summary>
    public static ChatOrder? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = Plain(text).Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return All.FirstOrDefault(order => order.Word.Equals(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>An order without the name behind its word: in a group, services put the bot there that is meant, <c>/usage@andy_bot</c>.</summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var said = text.TrimStart();
        var end = said.TakeWhile(character => !char.IsWhiteSpace(character)).Count();
        return said.StartsWith('/') && said.IndexOf('@', 0, end) is > 0 and var at ? said[..at] + said[end..] : text;
    }
}
