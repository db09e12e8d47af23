using System.Reflection;

namespace Pipeline.Tests.Delivery.Fakes;

/// <summary>Implements the few members of a client that a test needs; any other call fails the test.</summary>
public class FakeProxy : DispatchProxy
{
    private Func<MethodInfo, object?[], object?> _call = (_, _) => null;

    public static T Of<T>(Func<MethodInfo, object?[], object?> call)
        where T : class
    {
        var proxy = Create<T, FakeProxy>();
        ((FakeProxy)(object)proxy)._call = call;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _call(targetMethod!, args ?? []);
}
