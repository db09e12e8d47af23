using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Pipeline.Tests.Detection.State;

/// <summary>Makes objects whose every property says something, so that a form that forgets one is found out.</summary>
internal sealed class Filler(int seed)
{
    private readonly Random _random = new(seed);

    public object Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Make(inner);
        }

        if (type.IsEnum)
        {
            var values = Enum.GetValues(type);
            return values.GetValue(values.Length - 1)!;
        }

        return type switch
        {
            _ when type == typeof(string) => Text(),
            _ when type == typeof(int) => _random.Next(1, 100_000),
            _ when type == typeof(long) => _random.NextInt64(1, long.MaxValue),
            _ when type == typeof(double) => _random.NextDouble() * 180,
            _ when type == typeof(bool) => true,
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(_random.Next(1, 100_000)),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddMilliseconds(
                _random.NextInt64(2_000_000_000_000)
            ),
            { IsInterface: true, IsGenericType: true } => Collection(type),
            _ => Object(type),
        };
    }

    private string Text() =>
        _random.Next(3) switch
        {
            0 => Guid.NewGuid().ToString(),
            1 => "seen before",
            _ => $"t\u00e9xt {_random.Next(1_000)}",
        };

    private object Collection(Type type)
    {
        var items = type.GetGenericArguments();
        if (items.Length == 1)
        {
            var list = Array.CreateInstance(items[0], 2);
            list.SetValue(Make(items[0]), 0);
            list.SetValue(Make(items[0]), 1);
            return list;
        }

        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(items))!;
        var shared = Make(items[1]);
        map["one"] = shared;
        map["two"] = Make(items[1]);
        map["three"] = shared;
        return map;
    }

    private object Object(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .MaxBy(x => x.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(x => Make(x.ParameterType))]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (
                property.SetMethod is not null
                && property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always }
            )
            {
                property.SetValue(made, Make(property.PropertyType));
            }
        }

        return made;
    }
}
