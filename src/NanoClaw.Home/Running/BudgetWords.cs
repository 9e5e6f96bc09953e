namespace NanoClaw.Home.Running;

/// <summary>What people read of the budget in more than one place.</summary>
public static class BudgetWords
{
    public const string NotBilled = "nothing to count: on Workers Free, and in containers at home, runs cost nothing";
}
