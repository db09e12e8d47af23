using System.Reflection;

namespace Pipeline.Tests.Producer;

/// <summary>A fake of a wide interface: only the members given exist, a call of another one fails the test.</summary>
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
