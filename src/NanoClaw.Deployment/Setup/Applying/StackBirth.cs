using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Setup.Applying;

/// <summary>
/// Makes a stack where Pulumi has none. The CLI may write its keys into the stack's file, and writes the whole file anew for it; of
/// that only the keys are taken. A copy of the file outlives a break in between.
/// </summary>
internal sealed class StackBirth(PulumiCommandLine pulumi, StackFolder folder, string stack)
{
    /// <returns>Whether it was made now.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (await pulumi.StackExistsAsync(stack, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        folder.KeepCopy(stack);
        await pulumi.InitStackAsync(stack, cancellationToken).ConfigureAwait(false);
        Mend(folder, stack);
        return true;
    }

    /// <summary>Takes the keys into the file as it was before, where a making broke off or has ended.</summary>
    public static void Mend(StackFolder folder, string stack)
    {
        if (folder.ReadCopy(stack) is not { } before)
        {
            return;
        }

        if (folder.Read(stack) is { } written && written.Text != before.Text)
        {
            folder.Write(stack, before.WithKeysOf(written));
        }

        folder.DropCopy(stack);
    }
}
