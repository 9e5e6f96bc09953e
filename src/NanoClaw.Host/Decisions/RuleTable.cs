namespace NanoClaw.Host.Decisions;

/// <summary>What may be done at once, what a person is asked for, and what is refused: the first rule that fits decides.</summary>
public sealed class RuleTable
{
    /// <summary>The rules where there is no file; what <c>nanoclaw rules show</c> prints to begin one with.</summary>
    public const string DefaultText = """
        # What the assistant may do by itself. The first rule that fits decides; where none fits, a person is asked.
        # No rule allows more than the assistant's own limits: only the main group reaches beyond itself.
        #
        #   effect     send_message, schedule_task, pause_task, resume_task, update_task, cancel_task, register_group,
        #              refresh_groups, list_chats, budget_override, set_model; one, a [list], or any
        #   group      whose agent asks: main, others, a folder, a [list]; left out: any
        #   to         own (its own chat and tasks), others; left out: any
        #   strangers  whose words were in the conversation: web (pages), groups (what other groups wrote), people (who
        #              may not call the assistant), unknown; one, a [list], any, or none; left out: either way
        #   decision   allow, hold (a member of the main group is asked), refuse
        rules:
          - effect: register_group
            decision: hold
          - effect: any
            to: others
            decision: hold
          - effect: [schedule_task, update_task, resume_task, pause_task, cancel_task]
            strangers: any
            decision: hold
          - effect: any
            decision: allow
        """;

    private const string DefaultName = "the default rules";

    internal RuleTable(string name, IReadOnlyList<EffectRule> rules) => (Name, Rules) = (name, rules);

    public static RuleTable Default { get; } = RuleReader.Read(DefaultText, DefaultName);

    /// <summary>The file, or what stands for it.</summary>
    public string Name { get; }

    public IReadOnlyList<EffectRule> Rules { get; }

    /// <summary>Reads the file; where there is none, the defaults hold.</summary>
    /// <exception cref="InvalidDataException">It makes no sense, with the line and why, or cannot be read.</exception>
    public static RuleTable Read(string? path)
    {
        if (path is null)
        {
            return Default;
        }

        try
        {
            return RuleReader.Read(File.ReadAllText(path), path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"The rules {path} cannot be read ({exception.Message}). Let the user that NanoClaw runs as read it, or set RULES_FILE to another.",
                exception
            );
        }
    }

    /// <returns>The decision, and the rule that made it; null: none fits.</returns>
    public (RuleDecision Decision, EffectRule? Rule) Decide(EffectQuestion question) =>
        Rules.FirstOrDefault(rule => rule.Fits(question)) is { } rule ? (rule.Decision, rule) : (RuleDecision.Hold, null);

    /// <summary>
    /// What of the rules names a folder that no group has, for people: such a rule never fits there, and one that was to
    /// hold or refuse something lets it through.
    /// </summary>
    /// <param name="folders">The groups' folders.</param>
    public IReadOnlyList<string> FindStrayFolders(IReadOnlyCollection<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        return
        [
            .. Rules.SelectMany(rule =>
                (rule.Groups ?? [])
                    .Where(named => named is not (RuleWords.Main or RuleWords.Others) && !folders.Contains(named, StringComparer.Ordinal))
                    .Select(named =>
                        $"{Name}, line {rule.Line}: no group has the folder {named}"
                        + (
                            folders.FirstOrDefault(folder => folder.Equals(named, StringComparison.OrdinalIgnoreCase)) is { } meant
                                ? $"; there is {meant}."
                                : "."
                        )
                    )
            ),
        ];
    }

    /// <summary>Which rule decided, for people.</summary>
    public string Explain(EffectRule? rule) => rule is null ? $"no rule of {Name} fits" : $"{Name}, line {rule.Line}";
}
