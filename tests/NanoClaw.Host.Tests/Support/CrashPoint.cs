using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests.Support;

/// <summary>A moment at which the process dies: from then on nothing of it reaches the store, the Worker or the chats.</summary>
/// <param name="afterCalls">The call at which it dies.</param>
/// <param name="method">Counted from the first call on that the store has had of this method; null: from the start.</param>
internal sealed class CrashPoint(int afterCalls, string? method = null)
{
    private int _left = afterCalls;
    private volatile bool _isCounting = method is null;

    public bool IsDead => Volatile.Read(ref _left) <= 0;

    public void Pass()
    {
        if (_isCounting && Interlocked.Decrement(ref _left) <= 0)
        {
            throw new CrashException();
        }
    }

    private void Passed(string called) => _isCounting |= called == method;

    /// <summary>Does something that the process may die of.</summary>
    public static async Task UntilDeadAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (CrashException)
        {
            // It is dead, which is what is tried: the next process shows what it left.
        }
    }

    /// <summary>The store as this process sees it.</summary>
    public IStore Wrap(IStore store) => (IStore)Wrap(typeof(IStore), store);

    private object Wrap(Type type, object target)
    {
        var proxy = DispatchProxy.Create(type, typeof(Proxy));
        ((Proxy)proxy).Set(this, target);
        return proxy;
    }

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    public class Proxy : DispatchProxy
    {
        private CrashPoint? _crash;
        private object? _target;

        internal void Set(CrashPoint crash, object target) => (_crash, _target) = (crash, target);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.ReturnType.IsInterface && targetMethod.Name.StartsWith("get_", StringComparison.Ordinal))
            {
                return _crash!.Wrap(targetMethod.ReturnType, targetMethod.Invoke(_target, args)!);
            }

            _crash!.Pass();
            var result = targetMethod.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, args, null);
            _crash.Passed(targetMethod.Name);
            return result;
        }
    }
}

public sealed class CrashException : Exception
{
    public CrashException()
        : base("The process is dead.") { }

    public CrashException(string message)
        : base(message) { }

    public CrashException(string message, Exception innerException)
        : base(message, innerException) { }
}
