using System.ComponentModel.DataAnnotations;

namespace NanoClaw.Host;

/// <summary>Finds every mistake in the settings at once.</summary>
public static class HostOptionsRules
{
    public static IReadOnlyList<string> FindMistakes(HostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        Validator.TryValidateObject(options.Budget, new ValidationContext(options.Budget), found, validateAllProperties: true);
        Validator.TryValidateObject(options.Budget.Model, new ValidationContext(options.Budget.Model), found, validateAllProperties: true);
        Validator.TryValidateObject(options.Shares, new ValidationContext(options.Shares), found, validateAllProperties: true);
        var mistakes = found.Select(result => result.ErrorMessage!).ToList();
        if (options.TimeZone is { Length: > 0 } zone && TimeZoneName.Resolve(zone) is null)
        {
            mistakes.Add($"TimeZone: {zone} is not known here, or not to the agent. Use an IANA name such as Europe/Paris.");
        }

        if (options.Budget.SavingFrom > options.Budget.StopAt)
        {
            mistakes.Add(
                $"{nameof(options.Budget.SavingFrom)}: {options.Budget.SavingFrom} must not be above {nameof(options.Budget.StopAt)} ({options.Budget.StopAt})."
            );
        }

        if (options.Budget.Model is { SavingFromUsd: { } saving, StopAtUsd: { } stop } && saving > stop)
        {
            mistakes.Add($"{nameof(options.Budget.Model.SavingFromUsd)}: {saving} must not be above {nameof(options.Budget.Model.StopAtUsd)} ({stop}).");
        }

        if (options.Budget.SavingModel is { } cheaper && !options.Models.Contains(cheaper, StringComparer.Ordinal))
        {
            mistakes.Add(
                options.Models.Count == 0
                    ? $"{nameof(options.Budget.SavingModel)}: {cheaper} cannot be asked for, since the stack's models are not known here. Bring them with 'nanoclaw config pull'."
                    : $"{nameof(options.Budget.SavingModel)}: {cheaper} is none of the stack's models: {string.Join(", ", options.Models)}."
            );
        }

        foreach (
            var (name, value) in new[]
            {
                (nameof(options.PollInterval), options.PollInterval),
                (nameof(options.SavingPollInterval), options.SavingPollInterval),
            }
        )
        {
            if (value < TimeSpan.FromSeconds(1) || value > TimeSpan.FromHours(1))
            {
                mistakes.Add($"{name}: {value} must be between a second and an hour.");
            }
        }

        if (options.HeldFor < TimeSpan.FromMinutes(1) || options.HeldFor > TimeSpan.FromDays(30))
        {
            mistakes.Add($"{nameof(options.HeldFor)}: {options.HeldFor} must be between a minute and 30 days.");
        }

        // A run is taken up again within a day, and is then known by its decisions.
        if (options.AuditKept < TimeSpan.FromDays(7) || options.AuditKept > TimeSpan.FromDays(3650))
        {
            mistakes.Add($"{nameof(options.AuditKept)}: {options.AuditKept} must be between 7 and 3650 days.");
        }

        if (options.ShutdownTimeout < TimeSpan.Zero || options.ShutdownTimeout > TimeSpan.FromMinutes(10))
        {
            mistakes.Add($"{nameof(options.ShutdownTimeout)}: {options.ShutdownTimeout} must be between 0 and ten minutes.");
        }

        if (options.OutageToldAfter < TimeSpan.Zero || options.OutageToldAfter > TimeSpan.FromHours(1))
        {
            mistakes.Add($"{nameof(options.OutageToldAfter)}: {options.OutageToldAfter} must be between 0 and an hour.");
        }

        if (options.StaleAfter < TimeSpan.FromMinutes(1) || options.StaleAfter > TimeSpan.FromHours(24))
        {
            mistakes.Add($"{nameof(options.StaleAfter)}: {options.StaleAfter} must be between a minute and a day.");
        }

        return mistakes;
    }
}
