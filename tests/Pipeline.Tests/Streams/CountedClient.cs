using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Pipeline.Tests.Streams;

/// <summary>Stands for a client, hands everything on and says when it is disposed.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
[SuppressMessage("Design", "CA1000", Justification = "The factory of a DispatchProxy needs its type.")]
public class CountedClient<T> : DispatchProxy
    where T : class, IDisposable
{
    private T _inner = null!;
    private Action _disposed = null!;

    public static T Of(T inner, Action disposed)
    {
        var proxy = Create<T, CountedClient<T>>();
        var counted = (CountedClient<T>)(object)proxy;
        counted._inner = inner;
        counted._disposed = disposed;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IDisposable.Dispose))
        {
            _disposed();
        }

        try
        {
            return targetMethod.Invoke(_inner, args);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }
}
