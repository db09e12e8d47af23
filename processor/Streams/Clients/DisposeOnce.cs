using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// Hands everything on but a second Dispose: Streamiz and the host both close the admin clients, whose interface is too
/// wide for a shim and which are called a few times in a life.
/// </summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
[SuppressMessage("Design", "CA1000", Justification = "The factory of a DispatchProxy needs its type.")]
public class DisposeOnce<T> : DispatchProxy
    where T : class, IDisposable
{
    private T _inner = null!;
    private int _disposed;

    public static T Of(T inner)
    {
        var proxy = Create<T, DisposeOnce<T>>();
        ((DisposeOnce<T>)(object)proxy)._inner = inner;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IDisposable.Dispose) && Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return null;
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
