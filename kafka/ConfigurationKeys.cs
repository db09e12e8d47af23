using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Pipeline.Kafka;

/// <summary>
/// Refuses keys that no option reads, at any depth: a setting with a typing error would otherwise keep its default, and
/// nobody would know.
/// </summary>
internal static class ConfigurationKeys
{
    /// <summary>Sections of the one file that all programs may share; each reads its own.</summary>
    private static readonly string[] Sections =
    [
        "Delivery",
        "Detection",
        "Http",
        "Kafka",
        "Logging",
        "Okta",
        "Processor",
    ];

    /// <summary>
    /// Looks at what a file says at its top; the environment is full of names that are nobody's business.
    /// </summary>
    /// <exception cref="ConfigurationException">A section is not known; the message names those that are.</exception>
    public static void RefuseUnknownSections(string file, IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            if (!Sections.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                throw new ConfigurationException(
                    $"{file} has a section {key}, which no program reads: there are {string.Join(", ", Sections)}."
                );
            }
        }
    }

    /// <exception cref="ConfigurationException">A key is not known; the message names those that are.</exception>
    public static void RefuseUnknown(IConfigurationSection section, Type options)
    {
        var known = options
            .GetProperties()
            .Where(x => x.CanWrite || (x.PropertyType.IsClass && x.PropertyType != typeof(string)))
            .ToDictionary(x => x.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var key in section.GetChildren())
        {
            if (!known.TryGetValue(key.Key, out var property))
            {
                throw new ConfigurationException(
                    $"{key.Path} is not known: there are {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}."
                );
            }

            if (IsOptions(property.PropertyType))
            {
                RefuseUnknown(key, property.PropertyType);
            }
            else if (ItemOf(property) is { } item && IsOptions(item))
            {
                foreach (var entry in key.GetChildren())
                {
                    RefuseUnknown(entry, item);
                }
            }
        }
    }

    /// <summary>Type of the items of a list; null where it is none. The keys of a dictionary are the user's.</summary>
    private static Type? ItemOf(PropertyInfo property) =>
        property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(List<>)
            ? type.GetGenericArguments()[0]
            : null;

    private static bool IsOptions(Type type) =>
        type.IsClass && type.Namespace?.StartsWith("Pipeline.", StringComparison.Ordinal) == true;
}
